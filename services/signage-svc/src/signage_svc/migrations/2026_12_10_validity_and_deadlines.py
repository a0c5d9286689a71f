"""Until when a board is valid, whether its dates say that it has lapsed, and by when and at what cost it goes."""

import sqlalchemy as sa
from alembic import op

revision = "0119a1ed0003"
down_revision = "0119a1ed0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plaque", sa.Column("valid_until", sa.Date()))
    op.add_column("plaque", sa.Column("lapse", sa.Text()))
    op.add_column("plaque", sa.Column("disposal_due_on", sa.Date()))
    op.add_column("plaque", sa.Column("disposal_cost_yuan", sa.Integer()))


def downgrade() -> None:
    for name in ("disposal_cost_yuan", "disposal_due_on", "lapse", "valid_until"):
        op.drop_column("plaque", name)
