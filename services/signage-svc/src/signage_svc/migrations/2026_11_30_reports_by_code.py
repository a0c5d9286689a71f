"""codes of villages and what anybody reports by them"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "c7d1a9be0055"
down_revision = "c7d1a9be0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "board_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("board", sa.String(length=100), nullable=True),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("receipt", sa.String(length=64), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("answered_by", sa.String(length=200), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("board_report_pkey")),
        sa.UniqueConstraint("receipt", name=op.f("board_report_receipt_key")),
    )
    op.create_index(op.f("board_report_region_idx"), "board_report", ["region"], unique=False)
    op.create_table(
        "label",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("label_pkey")),
        sa.UniqueConstraint("code", name=op.f("label_code_key")),
        sa.UniqueConstraint("region", name=op.f("label_region_key")),
    )
    op.create_index(op.f("label_region_idx"), "label", ["region"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("label_region_idx"), table_name="label")
    op.drop_table("label")
    op.drop_index(op.f("board_report_region_idx"), table_name="board_report")
    op.drop_table("board_report")
