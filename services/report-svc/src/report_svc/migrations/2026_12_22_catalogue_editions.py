"""A form enters a published catalogue during the year, by an addition that the head approved; entries have their day."""

import sqlalchemy as sa
from alembic import op

revision = "0133a9e50001"
down_revision = "0129a9e50002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "catalogue_addition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("filed_by", sa.String(length=200), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(length=500), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["form_id"], ["form.id"], name=op.f("catalogue_addition_form_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("catalogue_addition_pkey")),
    )
    op.create_index(
        "one_addition_per_form_and_year", "catalogue_addition", ["form_id", "year"], unique=True,
        postgresql_where=sa.text("state = 'filed'"),
    )  # fmt: skip
    op.create_index(op.f("catalogue_addition_department_idx"), "catalogue_addition", ["department"], unique=False)
    op.create_index(op.f("catalogue_addition_region_idx"), "catalogue_addition", ["region"], unique=False)
    op.add_column("catalogue", sa.Column("edition", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("catalogue_entry", sa.Column("edition", sa.Integer(), nullable=False, server_default="1"))
    added = sa.Column("added_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())
    op.add_column("catalogue_entry", added)
    op.execute("UPDATE catalogue_entry SET added_at = created_at FROM catalogue WHERE catalogue.id = catalogue_id")


def downgrade() -> None:
    op.drop_column("catalogue_entry", "added_at")
    op.drop_column("catalogue_entry", "edition")
    op.drop_column("catalogue", "edition")
    op.drop_table("catalogue_addition")
