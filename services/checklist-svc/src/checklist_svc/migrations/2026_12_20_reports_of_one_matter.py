"""Several reports of one matter are one case: joined, judged once, and dismissed by two people."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0128a9e50001"
down_revision = "5a3e3a77e002"
branch_labels = None
depends_on = None

ADDED = (
    sa.Column("reports", sa.Integer(), nullable=False, server_default="1"),
    sa.Column("joined_by", JSONB(), nullable=False, server_default="[]"),
    sa.Column("joined_to", sa.Uuid()),
    sa.Column("dismissal_by", sa.String(length=200)),
    sa.Column("dismissal_reason", sa.String(length=500)),
)


def upgrade() -> None:
    for column in ADDED:
        op.add_column("imposed_task", column)
    op.create_index("imposed_task_joined_to_idx", "imposed_task", ["joined_to"])


def downgrade() -> None:
    for column in ADDED:
        op.drop_column("imposed_task", column.name)
