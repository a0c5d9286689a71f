"""Letters to who demands, and their answers."""

import sqlalchemy as sa
from alembic import op

revision = "c6f8d0e23a97"
down_revision = "b5e7c9d12f86"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "demand_letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=True),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("copy_to", sa.String(length=200), nullable=True),
        sa.Column("item_code", sa.String(length=60), nullable=True),
        sa.Column("item_name", sa.String(length=200), nullable=False),
        sa.Column("basis", sa.String(length=500), nullable=True),
        sa.Column("issue_instead", sa.String(length=500), nullable=True),
        sa.Column("repeated", sa.Boolean(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("sent_by", sa.String(length=200), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("law", sa.String(length=500), nullable=True),
        sa.Column("statement", sa.String(length=1000), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("demand_letter_pkey")),
    )
    for column in ("department", "region"):
        op.create_index(op.f(f"demand_letter_{column}_idx"), "demand_letter", [column])
    op.create_index(
        "one_open_letter_of_a_matter", "demand_letter", ["region", "recipient", "item_name"], unique=True,
        postgresql_where=sa.text("state = 'sent'"),
    )  # fmt: skip
    op.add_column("demand", sa.Column("letter_id", sa.Uuid()))
    op.create_foreign_key(
        op.f("demand_letter_id_fkey"), "demand", "demand_letter", ["letter_id"], ["id"], deferrable=True,
        initially="DEFERRED",
    )  # fmt: skip


def downgrade() -> None:
    op.drop_constraint(op.f("demand_letter_id_fkey"), "demand")
    op.drop_column("demand", "letter_id")
    op.drop_table("demand_letter")
