"""passwords given by others must be changed, and the last ones may not come back"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "d5f7a18e3c62"
down_revision = "c90b2f6d41ae"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def upgrade() -> None:
    op.add_column("account", sa.Column("password_history", JSONB(), nullable=False, server_default="[]"))
    op.add_column("account", sa.Column("must_change_password", sa.Boolean(), nullable=False, server_default="false"))
    op.add_column("account", sa.Column("password_expires_at", sa.DateTime(timezone=True), nullable=True))
    op.alter_column("account", "password_history", server_default=None)
    op.alter_column("account", "must_change_password", server_default=None)


def downgrade() -> None:
    op.drop_column("account", "password_expires_at")
    op.drop_column("account", "must_change_password")
    op.drop_column("account", "password_history")
