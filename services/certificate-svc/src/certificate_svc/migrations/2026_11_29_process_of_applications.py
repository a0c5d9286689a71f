"""Checked and approved applications, what is late, and the records of deliberations and exceptions."""

import sqlalchemy as sa
from alembic import op

revision = "9c3f5a7b2d64"
down_revision = "8b2e4f6a1c53"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def upgrade() -> None:
    op.add_column("certificate_item", sa.Column("second_person", sa.Boolean(), nullable=False, server_default="false"))
    op.alter_column("certificate_item", "second_person", server_default=None)
    for flag in ("second_person", "public_interest", "deliberated"):
        op.add_column("application", sa.Column(flag, sa.Boolean(), nullable=False, server_default="false"))
        op.alter_column("application", flag, server_default=None)
    op.add_column("application", sa.Column("checked_by", sa.String(200)))
    op.add_column("application", sa.Column("checked_on", sa.Date()))
    op.add_column("application", sa.Column("approved_by", sa.String(200)))
    op.add_column("application", sa.Column("missed_on", sa.Date()))
    op.add_column("application", sa.Column("pursued_on", sa.Date()))
    op.execute("""
        UPDATE application SET public_interest = true FROM certificate_item
        WHERE certificate_item.id = application.item_id AND certificate_item.public_interest
    """)
    op.drop_index("received_application_idx", table_name="application")
    op.create_index(
        "open_application_idx", "application", ["due_on"],
        postgresql_where=sa.text("state IN ('received', 'checked', 'approved')"),
    )  # fmt: skip
    op.create_table(
        "proceeding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("item_code", sa.String(length=60), nullable=False),
        sa.Column("item_name", sa.String(length=200), nullable=False),
        sa.Column("forum", sa.Text(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("opened_by", sa.String(length=200), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("proceeding_application_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("proceeding_pkey")),
    )
    op.create_index(op.f("proceeding_application_id_idx"), "proceeding", ["application_id"])
    op.create_index(op.f("proceeding_region_idx"), "proceeding", ["region"])


def downgrade() -> None:
    op.drop_table("proceeding")
    op.drop_index("open_application_idx", table_name="application")
    op.execute("UPDATE application SET state = 'received' WHERE state IN ('checked', 'approved')")
    op.create_index(
        "received_application_idx", "application", ["due_on"], postgresql_where=sa.text("state = 'received'")
    )
    for column in (
        "pursued_on", "missed_on", "approved_by", "checked_on", "checked_by", "deliberated", "public_interest",
        "second_person",
    ):  # fmt: skip
        op.drop_column("application", column)
    op.drop_column("certificate_item", "second_person")
