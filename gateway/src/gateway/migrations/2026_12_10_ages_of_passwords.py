"""When a password was changed; those of before count from now on."""

import sqlalchemy as sa
from alembic import op

revision = "0117a9e50001"
down_revision = "46d8a187170b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "account",
        sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    )


def downgrade() -> None:
    op.drop_column("account", "password_changed_at")
