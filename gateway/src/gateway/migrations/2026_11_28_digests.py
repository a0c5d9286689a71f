"""Who wants a digest of their to-dos."""

import sqlalchemy as sa
from alembic import op

revision = "8e2d6a90c35b"
down_revision = "6764eda24c67"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "digest_subscription",
        sa.Column("username", sa.String(60), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("address", sa.String(254), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["username"], ["account.username"], name=op.f("digest_subscription_username_fkey")),
        sa.PrimaryKeyConstraint("username", name=op.f("digest_subscription_pkey")),
    )


def downgrade() -> None:
    op.drop_table("digest_subscription")
