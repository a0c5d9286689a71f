"""What villages are made to do in a chat group, and the group that a verdict found (GRP-02)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0135c9e50001"
down_revision = "0135b9e50001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("chat_group", sa.Column("complaints", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("imposed_task", sa.Column("group_demands", JSONB(), nullable=False, server_default="[]"))
    op.add_column("imposed_task", sa.Column("group_name", sa.String(100)))
    op.add_column("imposed_task", sa.Column("group_id", sa.Uuid(), sa.ForeignKey("chat_group.id")))


def downgrade() -> None:
    for name in ("group_id", "group_name", "group_demands"):
        op.drop_column("imposed_task", name)
    op.drop_column("chat_group", "complaints")
