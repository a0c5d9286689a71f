"""Addresses under which calendar programs follow the announced plan of a post."""

import sqlalchemy as sa
from alembic import op

revision = "0146ca1e0001"
down_revision = "0145d4a70002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_subscription",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(12), nullable=False),
        sa.Column("title", sa.String(60), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("department", sa.String(60)),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("note", sa.String(500)),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="calendar_subscription_pkey"),
    )
    op.create_index("calendar_subscription_region_idx", "calendar_subscription", ["region"])
    op.create_index("calendar_subscription_owner_idx", "calendar_subscription", ["owner"])


def downgrade() -> None:
    op.drop_table("calendar_subscription")
