"""Reviews become records of the bodies that give them; applications keep who took part, points and approval."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "6a1e94c07b52"
down_revision = "b1a5e11e0001"
branch_labels = None
depends_on = None
min_release = "0.2.0"

_LIST = postgresql.JSONB(astext_type=sa.Text())


def upgrade() -> None:
    for name in ("participants", "points"):
        op.add_column("admission", sa.Column(name, _LIST, nullable=False, server_default="[]"))
        op.alter_column("admission", name, server_default=None)
    op.add_column("admission", sa.Column("follows", sa.Uuid(), nullable=True))
    op.add_column("admission", sa.Column("endorsed_outcome", sa.Text(), nullable=True))
    op.add_column("admission", sa.Column("endorsement", sa.String(500), nullable=True))
    op.add_column("admission", sa.Column("approval_number", sa.String(60), nullable=True))
    _reviews()


def _reviews() -> None:
    for column in (
        sa.Column("version", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region", sa.String(12), nullable=True),
        sa.Column("title", sa.String(200), nullable=True),
        # The county office typed what these bodies said, so there is no department that gave the opinion itself.
        sa.Column("department", sa.String(60), nullable=False, server_default=""),
        sa.Column("state", sa.Text(), nullable=False, server_default="given"),
        sa.Column("opine_by", sa.Date(), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("deadline_rule", _LIST, nullable=True),
    ):
        op.add_column("admission_review", column)
    op.execute(
        "UPDATE admission_review AS review SET created_at = reviewed_at, updated_at = reviewed_at, "
        "region = admission.region, title = admission.title FROM admission WHERE admission.id = review.admission_id"
    )
    for name in ("created_at", "updated_at", "region", "title"):
        op.alter_column("admission_review", name, nullable=False)
    for name in ("verdict", "opinion", "reviewer", "reviewed_at"):
        op.alter_column("admission_review", name, nullable=True)
    for name in ("version", "department", "state", "provisional"):
        op.alter_column("admission_review", name, server_default=None)
    for name in ("region", "department"):
        op.create_index(op.f(f"admission_review_{name}_idx"), "admission_review", [name])
    op.create_index(
        "awaited_review_by_last_day", "admission_review", ["opine_by"], postgresql_where=sa.text("state = 'awaited'")
    )


def downgrade() -> None:
    op.execute("DELETE FROM admission_review WHERE verdict IS NULL")
    for name in ("awaited_review_by_last_day", "admission_review_department_idx", "admission_review_region_idx"):
        op.drop_index(name, table_name="admission_review")
    for name in ("verdict", "opinion", "reviewer", "reviewed_at"):
        op.alter_column("admission_review", name, nullable=False)
    for name in (
        "deadline_rule", "provisional", "opine_by", "state", "department", "title", "region", "updated_at",
        "created_at", "version",
    ):  # fmt: skip
        op.drop_column("admission_review", name)
    for name in ("approval_number", "endorsement", "endorsed_outcome", "follows", "points", "participants"):
        op.drop_column("admission", name)
