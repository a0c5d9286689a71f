"""Months whose statistics of demands were published when they were over."""

import sqlalchemy as sa
from alembic import op

revision = "0133a9e50005"
down_revision = "0129a9e50005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "demand_month",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("demand_month_pkey")),
        sa.UniqueConstraint("region", "month", name=op.f("demand_month_region_month_key")),
    )
    op.create_index(op.f("demand_month_region_idx"), "demand_month", ["region"])


def downgrade() -> None:
    op.drop_table("demand_month")
