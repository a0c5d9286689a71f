"""Whoever complained waits longer than promised: the approver sees it."""

import sqlalchemy as sa
from alembic import op

revision = "0116c0e40005"
down_revision = "0115c0e30005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("complaint", sa.Column("overdue_on", sa.Date()))


def downgrade() -> None:
    op.drop_column("complaint", "overdue_on")
