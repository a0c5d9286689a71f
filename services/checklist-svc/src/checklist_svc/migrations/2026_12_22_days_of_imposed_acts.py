"""The day of the act as the verdict on an imposed task told it."""

import sqlalchemy as sa
from alembic import op

revision = "0135a9e50001"
down_revision = "0129a9e50001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("imposed_task", sa.Column("act_counted_on", sa.Date()))


def downgrade() -> None:
    op.drop_column("imposed_task", "act_counted_on")
