"""Guidance from its request to its end, and requests for more time."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "51ba67a56e78"
down_revision = "527fc5acaff2"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def upgrade() -> None:
    op.create_table(
        "guidance_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=True),
        sa.Column("matter", sa.String(length=1000), nullable=False),
        sa.Column("by_county", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("requested_by", sa.String(length=200), nullable=False),
        sa.Column("reply", sa.String(length=1000), nullable=True),
        sa.Column("replied_on", sa.Date(), nullable=True),
        sa.Column("replied_by", sa.String(length=200), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("guidance_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["guidance_id"], ["guidance.id"], name=op.f("guidance_request_guidance_id_fkey")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("guidance_request_letter_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("guidance_request_pkey")),
    )
    op.create_index(op.f("guidance_request_letter_id_idx"), "guidance_request", ["letter_id"], unique=False)
    op.create_index(op.f("guidance_request_region_idx"), "guidance_request", ["region"], unique=False)
    op.create_table(
        "extension_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("rectification_id", sa.Uuid(), nullable=False),
        sa.Column("letter_number", sa.String(length=60), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("workdays", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("requested_by", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["rectification_id"], ["rectification.id"], name=op.f("extension_request_rectification_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("extension_request_pkey")),
    )
    op.create_index(
        op.f("extension_request_rectification_id_idx"), "extension_request", ["rectification_id"], unique=False
    )
    op.create_index(op.f("extension_request_region_idx"), "extension_request", ["region"], unique=False)
    op.create_index(
        "one_waiting_request_per_repair",
        "extension_request",
        ["rectification_id"],
        unique=True,
        postgresql_where=sa.text("state = 'requested'"),
    )
    op.add_column("guidance", sa.Column("follow_up_on", sa.Date(), nullable=True))
    op.add_column("guidance", sa.Column("state", sa.Text(), server_default="held", nullable=False))
    op.add_column(
        "guidance",
        sa.Column("rounds", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'"), nullable=False),
    )
    op.alter_column("guidance", "state", server_default=None)
    op.alter_column("guidance", "rounds", server_default=None)
    op.add_column("guidance", sa.Column("note", sa.String(length=500), nullable=True))
    op.alter_column("guidance", "letter_id", existing_type=sa.UUID(), nullable=True)


def downgrade() -> None:
    op.drop_column("guidance", "note")
    op.drop_column("guidance", "rounds")
    op.drop_column("guidance", "state")
    op.drop_column("guidance", "follow_up_on")
    op.drop_index(
        "one_waiting_request_per_repair",
        table_name="extension_request",
        postgresql_where=sa.text("state = 'requested'"),
    )
    op.drop_index(op.f("extension_request_region_idx"), table_name="extension_request")
    op.drop_index(op.f("extension_request_rectification_id_idx"), table_name="extension_request")
    op.drop_table("extension_request")
    op.drop_index(op.f("guidance_request_region_idx"), table_name="guidance_request")
    op.drop_index(op.f("guidance_request_letter_id_idx"), table_name="guidance_request")
    op.drop_table("guidance_request")
    op.execute("DELETE FROM guidance WHERE letter_id IS NULL")
    op.alter_column("guidance", "letter_id", existing_type=sa.UUID(), nullable=False)
