"""Boards need a number or a law: copies of the numbers, and what lets each request."""

import sqlalchemy as sa
from alembic import op
from countykit import schema

revision = "17c0a5e10057"
down_revision = "c7d1a9be0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema.install(op, version=3)
    for name in ("ground", "gap"):
        op.add_column("hanging_request", sa.Column(name, sa.Text()))


def downgrade() -> None:
    for name in ("gap", "ground"):
        op.drop_column("hanging_request", name)
    for table in ("followed_number_rule", "dispatched_number", "admitted_number"):
        op.drop_table(table)
