"""A report has a last day for its verdict; what waits already has ten working days from today, as far as is known."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0129a9e50004"
down_revision = "0128a9e50004"
branch_labels = None
depends_on = None

ADDED = (
    sa.Column("provisional", sa.Boolean(), nullable=False, server_default="false"),
    sa.Column("deadline_rule", JSONB()),
    sa.Column("judge_by", sa.Date()),
    sa.Column("overdue_on", sa.Date()),
)


def upgrade() -> None:
    for column in ADDED:
        op.add_column("visit", column)
    op.execute("UPDATE visit SET judge_by = current_date + 14 WHERE state = 'reported'")


def downgrade() -> None:
    for column in ADDED:
        op.drop_column("visit", column.name)
