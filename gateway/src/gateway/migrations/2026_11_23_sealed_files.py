"""sealed files"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "7379f6b0ba89"
down_revision = "1fec3ed78115"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sealed_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("first_position", sa.BigInteger(), nullable=False),
        sa.Column("last_position", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("types", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("manifest", sa.LargeBinary(), nullable=True),
        sa.Column("ordered_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("sealed_file_pkey")),
        sa.UniqueConstraint("region", "number", name=op.f("sealed_file_region_number_key")),
    )
    op.create_index(op.f("sealed_file_region_idx"), "sealed_file", ["region"], unique=False)
    op.create_index("sealed_file_state_until", "sealed_file", ["state", "until"], unique=False)
    op.create_table(
        "sealed_file_receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("receiver", sa.String(length=200), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("imported_by", sa.String(length=200), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["sealed_file.id"], name=op.f("sealed_file_receipt_file_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("sealed_file_receipt_pkey")),
    )
    op.create_index(op.f("sealed_file_receipt_file_id_idx"), "sealed_file_receipt", ["file_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("sealed_file_receipt_file_id_idx"), table_name="sealed_file_receipt")
    op.drop_table("sealed_file_receipt")
    op.drop_index("sealed_file_state_until", table_name="sealed_file")
    op.drop_index(op.f("sealed_file_region_idx"), table_name="sealed_file")
    op.drop_table("sealed_file")
