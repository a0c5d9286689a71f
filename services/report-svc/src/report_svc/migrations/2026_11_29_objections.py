"""Objections to verdicts."""

import sqlalchemy as sa
from alembic import op

revision = "0b1ec7101a02"
down_revision = "4b1f7c40e1aa"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("offplan_demand", sa.Column("objection", sa.String(2000)))
    op.add_column("offplan_demand", sa.Column("objected_by", sa.String(200)))
    op.add_column("offplan_demand", sa.Column("objection_due_on", sa.Date()))
    op.add_column("offplan_demand", sa.Column("review", sa.String(500)))
    op.add_column("offplan_demand", sa.Column("reviewed_by", sa.String(200)))
    op.add_column("offplan_demand", sa.Column("reviewed_at", sa.DateTime(timezone=True)))
    # Who was charged before there were objections may still object: 30 days from today at the least.
    op.execute("UPDATE offplan_demand SET objection_due_on = current_date + 30 WHERE state = 'confirmed'")


def downgrade() -> None:
    for column in ("reviewed_at", "reviewed_by", "review", "objection_due_on", "objected_by", "objection"):
        op.drop_column("offplan_demand", column)
