"""a miss is final: time after a deadline is kept apart from it"""

import sqlalchemy as sa
from alembic import op

revision = "3f6c0d5be291"
down_revision = "4b1f7c442934"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rectification", sa.Column("repair_by", sa.Date(), nullable=True))
    op.add_column("rectification", sa.Column("late_workdays", sa.Integer(), nullable=True))
    op.add_column("rectification", sa.Column("late_reason", sa.String(length=500), nullable=True))
    op.add_column("rectification", sa.Column("late_requested_by", sa.String(length=200), nullable=True))


def downgrade() -> None:
    for name in ("late_requested_by", "late_reason", "late_workdays", "repair_by"):
        op.drop_column("rectification", name)
