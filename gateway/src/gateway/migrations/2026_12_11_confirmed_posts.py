"""Powerful posts wait for a second administrator; those of before go on as they are."""

import sqlalchemy as sa
from alembic import op

revision = "0118c0f50001"
down_revision = "0117a9e50001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("post", sa.Column("awaits_confirmation", sa.Boolean(), nullable=False, server_default="false"))
    op.add_column("post", sa.Column("confirmed_by", sa.String(length=60), nullable=True))


def downgrade() -> None:
    op.drop_column("post", "confirmed_by")
    op.drop_column("post", "awaits_confirmation")
