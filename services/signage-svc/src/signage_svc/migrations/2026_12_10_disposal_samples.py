"""Drawn samples of disposals."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0119a1ed0004"
down_revision = "0119a1ed0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "disposal_sample",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        *(
            sa.Column(name, postgresql.JSONB(astext_type=sa.Text()), nullable=False)
            for name in ("frame", "drawn", "failed")
        ),
        sa.Column("discounted", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("concluded_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("disposal_sample_pkey")),
        sa.UniqueConstraint("region", "number", name=op.f("disposal_sample_region_number_key")),
    )
    op.create_index(op.f("disposal_sample_region_idx"), "disposal_sample", ["region"])
    op.create_index(
        "one_open_sample", "disposal_sample", ["region"], unique=True, postgresql_where=sa.text("state = 'drawn'")
    )


def downgrade() -> None:
    op.drop_table("disposal_sample")
