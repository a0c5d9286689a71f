"""Demands that nobody applied for, and charges."""

import sqlalchemy as sa
from alembic import op

revision = "7a1d0c5e9b42"
down_revision = "5e2a9d7c1b34"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def upgrade() -> None:
    op.create_table(
        "demand_charge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("objection", sa.String(length=2000), nullable=True),
        sa.Column("objected_by", sa.String(length=200), nullable=True),
        sa.Column("objection_due_on", sa.Date(), nullable=True),
        sa.Column("review", sa.String(length=500), nullable=True),
        sa.Column("reviewed_by", sa.String(length=200), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("charged_home", sa.String(length=12), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("reported_by", sa.String(length=200), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("judged_by", sa.String(length=200), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("item_code", sa.String(length=60), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("written", sa.String(length=500), nullable=True),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("demand_charge_pkey")),
    )
    for column in ("department", "item_code", "region"):
        op.create_index(op.f(f"demand_charge_{column}_idx"), "demand_charge", [column])
    op.alter_column("demand", "application_id", nullable=True)
    op.alter_column("demand", "item_code", nullable=True)
    op.add_column("demand", sa.Column("kind", sa.Text(), nullable=False, server_default="forbidden"))
    op.add_column("demand", sa.Column("written", sa.String(500)))
    op.add_column("demand", sa.Column("anonymous", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("demand", sa.Column("reported_by", sa.String(200)))
    op.add_column("demand", sa.Column("state", sa.Text(), nullable=False, server_default="recorded"))
    op.add_column("demand", sa.Column("charge_id", sa.Uuid()))
    for column in ("kind", "anonymous", "state"):
        op.alter_column("demand", column, server_default=None)
    op.create_foreign_key(
        op.f("demand_charge_id_fkey"), "demand", "demand_charge", ["charge_id"], ["id"], deferrable=True,
        initially="DEFERRED",
    )  # fmt: skip
    op.create_index(op.f("demand_charge_id_idx"), "demand", ["charge_id"])


def downgrade() -> None:
    op.drop_index(op.f("demand_charge_id_idx"), table_name="demand")
    op.drop_constraint(op.f("demand_charge_id_fkey"), "demand")
    for column in ("charge_id", "state", "reported_by", "anonymous", "written", "kind"):
        op.drop_column("demand", column)
    op.execute("DELETE FROM demand WHERE application_id IS NULL OR item_code IS NULL")
    op.alter_column("demand", "item_code", nullable=False)
    op.alter_column("demand", "application_id", nullable=False)
    op.drop_table("demand_charge")
