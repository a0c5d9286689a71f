"""Who came to the counter for somebody else is on the application."""

import sqlalchemy as sa
from alembic import op

revision = "d7a9e1f34b08"
down_revision = "c6f8d0e23a97"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def upgrade() -> None:
    op.add_column("application", sa.Column("by_agent", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("application", "by_agent", server_default=None)


def downgrade() -> None:
    op.drop_column("application", "by_agent")
