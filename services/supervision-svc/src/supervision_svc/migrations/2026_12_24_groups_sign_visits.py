"""A work group signs the visits of its people; none so far was signed by one."""

import sqlalchemy as sa
from alembic import op

revision = "0145d4a70002"
down_revision = "0145d4a70001"
branch_labels = None
depends_on = None

TABLES = ("visit_team", "visit")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("work_group_id", sa.Uuid()))
        op.create_foreign_key(f"{table}_work_group_id_fkey", table, "work_group", ["work_group_id"], ["id"])
        op.create_index(f"{table}_work_group_id_idx", table, ["work_group_id"])
    op.add_column("visit", sa.Column("work_group", sa.String(100)))


def downgrade() -> None:
    op.drop_column("visit", "work_group")
    for table in TABLES:
        op.drop_column(table, "work_group_id")
