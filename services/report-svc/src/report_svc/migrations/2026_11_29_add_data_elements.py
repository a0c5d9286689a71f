"""add data elements"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "f3c61cdc0f88"
down_revision = "0b1ec7101a02"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "element",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("synonyms", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("category", sa.String(length=30), nullable=False),
        sa.Column("definition", sa.String(length=500), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("decimals", sa.Integer(), nullable=True),
        sa.Column("minimum", sa.Float(), nullable=True),
        sa.Column("maximum", sa.Float(), nullable=True),
        sa.Column("choices", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("refresh", sa.Text(), nullable=False),
        sa.Column("sensitivity", sa.Text(), nullable=False),
        sa.Column("typed_by_village", sa.Boolean(), nullable=False),
        sa.Column("village_forms", sa.Boolean(), nullable=False),
        sa.Column("sums_over_villages", sa.Boolean(), nullable=False),
        sa.Column("relations", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("steward", sa.String(length=60), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("merged_into", sa.String(length=20), nullable=True),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merger", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("element_pkey")),
        sa.UniqueConstraint("region", "code", name=op.f("element_region_code_key")),
    )
    op.create_index(op.f("element_region_idx"), "element", ["region"], unique=False)
    op.create_index(op.f("element_steward_idx"), "element", ["steward"], unique=False)
    op.create_table(
        "element_edition",
        sa.Column("element_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["element_id"], ["element.id"], name=op.f("element_edition_element_id_fkey")),
        sa.PrimaryKeyConstraint("element_id", "number", name=op.f("element_edition_pkey")),
    )


def downgrade() -> None:
    op.drop_table("element_edition")
    op.drop_index(op.f("element_steward_idx"), table_name="element")
    op.drop_index(op.f("element_region_idx"), table_name="element")
    op.drop_table("element")
