"""The register of values, and where the values of filings came from."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "04503baa8a84"
down_revision = "f3c61cdc0f88"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def upgrade() -> None:
    op.create_table(
        "value_delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=True),
        sa.Column("element", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("values", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("value_delivery_pkey")),
    )
    op.create_index(op.f("value_delivery_department_idx"), "value_delivery", ["department"], unique=False)
    op.create_index(op.f("value_delivery_region_idx"), "value_delivery", ["region"], unique=False)
    op.create_table(
        "element_value",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("element", sa.String(length=20), nullable=False),
        sa.Column("value", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=True),
        sa.Column("filing_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["delivery_id"], ["value_delivery.id"], name=op.f("element_value_delivery_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("element_value_pkey")),
    )
    op.create_index(op.f("element_value_delivery_id_idx"), "element_value", ["delivery_id"], unique=False)
    op.create_index(op.f("element_value_filing_id_idx"), "element_value", ["filing_id"], unique=False)
    op.create_index("element_value_latest_idx", "element_value", ["region", "element", "as_of"], unique=False)
    # Of filings from before nobody knows how their values came.
    op.add_column(
        "filing", sa.Column("provenance", postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default="{}")
    )
    op.alter_column("filing", "provenance", server_default=None)
    op.add_column("filing", sa.Column("last_day", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("filing", "last_day")
    op.drop_column("filing", "provenance")
    op.drop_index("element_value_latest_idx", table_name="element_value")
    op.drop_index(op.f("element_value_filing_id_idx"), table_name="element_value")
    op.drop_index(op.f("element_value_delivery_id_idx"), table_name="element_value")
    op.drop_table("element_value")
    op.drop_index(op.f("value_delivery_region_idx"), table_name="value_delivery")
    op.drop_index(op.f("value_delivery_department_idx"), table_name="value_delivery")
    op.drop_table("value_delivery")
