"""Periods of an arrangement are lifted when it is shortened or cancelled, with a reason that villages read."""

import sqlalchemy as sa
from alembic import op

revision = "0133a9e50002"
down_revision = "0133a9e50001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("arrangement", sa.Column("reason", sa.String(length=500)))
    op.add_column("arrangement_period", sa.Column("lifted_on", sa.Date()))


def downgrade() -> None:
    op.drop_column("arrangement_period", "lifted_on")
    op.drop_column("arrangement", "reason")
