"""add attachments"""

import sqlalchemy as sa
from alembic import op

revision = "501bd9e5b33f"
down_revision = "6e0972ce4278"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record_kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("uploaded_by", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("attachment_pkey")),
    )
    op.create_index(op.f("attachment_record_id_idx"), "attachment", ["record_id"], unique=False)
    op.create_index(op.f("attachment_sha256_idx"), "attachment", ["sha256"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("attachment_sha256_idx"), table_name="attachment")
    op.drop_index(op.f("attachment_record_id_idx"), table_name="attachment")
    op.drop_table("attachment")
