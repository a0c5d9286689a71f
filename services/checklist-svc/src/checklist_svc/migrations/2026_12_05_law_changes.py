"""Changed laws, and what stands on them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "1a0c4a9e0059"
down_revision = "b0d9e7000057"
branch_labels = None
depends_on = None


def _record() -> list[sa.Column]:  # type: ignore[type-arg]
    return [
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    ]


def upgrade() -> None:
    op.add_column("form_burden", sa.Column("legal_basis", sa.String(500)))
    op.create_table(
        "law_change",
        *_record(),
        sa.Column("law", sa.String(200), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("articles", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(500), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.UniqueConstraint("region", "name", "kind", "effective_on", name="one_law_change_of_a_day"),
    )
    op.create_index("law_change_region_idx", "law_change", ["region"])
    op.create_table(
        "law_review",
        *_record(),
        sa.Column("change_id", sa.Uuid(), sa.ForeignKey("law_change.id"), nullable=False),
        sa.Column("department", sa.String(60)),
        sa.Column("law", sa.String(200), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("basis", sa.String(500), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text()),
        sa.Column("new_basis", sa.String(500)),
        sa.Column("reason", sa.String(500)),
        sa.Column("note", sa.String(500)),
        sa.Column("answered_by", sa.String(200)),
        sa.UniqueConstraint("change_id", "subject_id", name="one_review_of_a_thing"),
    )
    for column in ("region", "change_id", "subject_id"):
        op.create_index(f"law_review_{column}_idx", "law_review", [column])


def downgrade() -> None:
    op.drop_table("law_review")
    op.drop_table("law_change")
    op.drop_column("form_burden", "legal_basis")
