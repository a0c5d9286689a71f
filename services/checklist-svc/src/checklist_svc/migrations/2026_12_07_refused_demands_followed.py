"""What the body named as its basis, and what became of a refused demand."""

import sqlalchemy as sa
from alembic import op

revision = "9a7e0c4d0110"
down_revision = "9a7e0c4d0111"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("refused_demand", sa.Column("basis", sa.String(500)))
    op.add_column("refused_demand", sa.Column("state", sa.Text(), nullable=False, server_default="written"))
    op.add_column("refused_demand", sa.Column("later_number", sa.String(60)))
    op.add_column("refused_demand", sa.Column("note", sa.String(500)))


def downgrade() -> None:
    for name in ("note", "later_number", "state", "basis"):
        op.drop_column("refused_demand", name)
