"""initial"""

import sqlalchemy as sa
from alembic import op
from servicekit import schema
from sqlalchemy.dialects import postgresql

revision = "ede2cf20d06d"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema.install(op, version=1)
    op.create_table(
        "chat_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("chat_group_pkey")),
    )
    op.create_index(op.f("chat_group_region_idx"), "chat_group", ["region"], unique=False)
    op.create_index(
        "one_retained_group_per_township",
        "chat_group",
        ["region"],
        unique=True,
        postgresql_where=sa.text("state = 'retained'"),
    )


def downgrade() -> None:
    op.drop_index(
        "one_retained_group_per_township", table_name="chat_group", postgresql_where=sa.text("state = 'retained'")
    )
    op.drop_index(op.f("chat_group_region_idx"), table_name="chat_group")
    op.drop_table("chat_group")
