"""What villages fill needs marks, a number or a law: copies of the numbers, and what lets each form and arrangement."""

import sqlalchemy as sa
from alembic import op
from countykit import schema

revision = "17c0a5e10058"
down_revision = "3e9a61c7d0b8"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def upgrade() -> None:
    schema.install(op, version=3)
    op.add_column("arrangement", sa.Column("state", sa.Text(), nullable=False, server_default="issued"))
    op.alter_column("arrangement", "state", server_default=None)
    for table in ("form", "arrangement"):
        op.add_column(table, sa.Column("admission", sa.String(60)))
        for name in ("ground", "gap"):
            op.add_column(table, sa.Column(name, sa.Text()))


def downgrade() -> None:
    for table in ("arrangement", "form"):
        for name in ("gap", "ground", "admission"):
            op.drop_column(table, name)
    op.drop_column("arrangement", "state")
    for table in ("followed_number_rule", "dispatched_number", "admitted_number"):
        op.drop_table(table)
