"""What bodies plan needs a number or a law: copies of the numbers, and what lets each entry."""

import sqlalchemy as sa
from alembic import op
from countykit import schema

revision = "17c0a5e10059"
down_revision = "c6f01d8ab2e5"
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema.install(op, version=3)
    op.add_column("plan_entry", sa.Column("admission", sa.String(60)))
    for name in ("ground", "gap"):
        op.add_column("plan_entry", sa.Column(name, sa.Text()))


def downgrade() -> None:
    for name in ("gap", "ground", "admission"):
        op.drop_column("plan_entry", name)
    for table in ("followed_number_rule", "dispatched_number", "admitted_number"):
        op.drop_table(table)
