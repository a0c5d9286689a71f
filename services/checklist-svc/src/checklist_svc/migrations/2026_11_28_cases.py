"""Give cases the same columns in every service."""

import sqlalchemy as sa
from alembic import op

revision = "ca5e5c0de01"
down_revision = "3b610efd8e55"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def upgrade() -> None:
    op.alter_column("imposed_task", "finding", new_column_name="reason")
    op.add_column("imposed_task", sa.Column("judged_by", sa.String(length=200), nullable=True))


def downgrade() -> None:
    op.drop_column("imposed_task", "judged_by")
    op.alter_column("imposed_task", "reason", new_column_name="finding")
