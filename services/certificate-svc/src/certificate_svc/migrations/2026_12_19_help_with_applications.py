"""How long the township helps with an overdue application before the county office is called, and when it was."""

import sqlalchemy as sa
from alembic import op

revision = "0121a9e50001"
down_revision = "0105a9e50005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("application", sa.Column("pursuit_due_on", sa.Date(), nullable=True))
    op.add_column("application", sa.Column("escalated_on", sa.Date(), nullable=True))
    # What is overdue already: the township's days begin with the upgrade.
    op.execute("""
        UPDATE application SET pursuit_due_on = current_date + 7
        WHERE missed_on IS NOT NULL AND pursued_on IS NULL AND state IN ('received', 'checked', 'approved')
    """)


def downgrade() -> None:
    op.drop_column("application", "escalated_on")
    op.drop_column("application", "pursuit_due_on")
