"""changes of regions and bodies, and the lines of those in effect"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "46d8a187170b"
down_revision = "c81d5f27a96e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "directory_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("parts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("villages", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("effects", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("before", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("drafted_by", sa.String(length=200), nullable=False),
        sa.Column("confirmed_by", sa.String(length=200), nullable=True),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("directory_change_pkey")),
    )
    op.create_index(op.f("directory_change_region_idx"), "directory_change", ["region"], unique=False)
    op.create_table(
        "lineage",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("predecessor", sa.String(length=60), nullable=False),
        sa.Column("successor", sa.String(length=60), nullable=True),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("takes_over", sa.Boolean(), nullable=False),
        sa.Column("continues", sa.Boolean(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["directory_change.id"], name=op.f("lineage_change_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("lineage_pkey")),
    )
    op.create_index(op.f("lineage_change_id_idx"), "lineage", ["change_id"], unique=False)
    op.create_index(
        "lineage_predecessor_idx",
        "lineage",
        ["predecessor"],
        unique=False,
        postgresql_ops={"predecessor": "text_pattern_ops"},
    )
    op.create_index(
        "lineage_successor_idx",
        "lineage",
        ["successor"],
        unique=False,
        postgresql_ops={"successor": "text_pattern_ops"},
    )


def downgrade() -> None:
    op.drop_index("lineage_successor_idx", table_name="lineage", postgresql_ops={"successor": "text_pattern_ops"})
    op.drop_index("lineage_predecessor_idx", table_name="lineage", postgresql_ops={"predecessor": "text_pattern_ops"})
    op.drop_index(op.f("lineage_change_id_idx"), table_name="lineage")
    op.drop_table("lineage")
    op.drop_index(op.f("directory_change_region_idx"), table_name="directory_change")
    op.drop_table("directory_change")
