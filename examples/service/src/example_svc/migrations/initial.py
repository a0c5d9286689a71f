"""The tables of the kits, and the first aggregate's."""

import sqlalchemy as sa
from alembic import op
from countykit import schema as county_schema
from servicekit import schema

revision = "e4a3b1c0f001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    for version in (1, 2, 3, 4):
        schema.install(op, version=version)
    for version in (1, 2, 4):
        county_schema.install(op, version=version)
    op.create_table(
        "suggestion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("suggestion_pkey")),
    )
    op.create_index(op.f("suggestion_region_idx"), "suggestion", ["region"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("suggestion_region_idx"), table_name="suggestion")
    op.drop_table("suggestion")
