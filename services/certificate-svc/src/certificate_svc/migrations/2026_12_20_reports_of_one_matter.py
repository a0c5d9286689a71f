"""Several reports of one matter are one case: joined, judged once, and dismissed by two people."""

import sqlalchemy as sa
from alembic import op

revision = "0128a9e50005"
down_revision = "0121a9e50002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("demand_charge", sa.Column("joined_to", sa.Uuid()))
    op.create_index("demand_charge_joined_to_idx", "demand_charge", ["joined_to"])


def downgrade() -> None:
    op.drop_column("demand_charge", "joined_to")
