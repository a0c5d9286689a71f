"""Several reports of one matter are one case: joined, judged once, and dismissed by two people."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0128a9e50003"
down_revision = "0125a1ed0003"
branch_labels = None
depends_on = None

ADDED = (
    sa.Column("reports", sa.Integer(), nullable=False, server_default="1"),
    sa.Column("joined_by", JSONB(), nullable=False, server_default="[]"),
    sa.Column("joined_to", sa.Uuid()),
    sa.Column("dismissal_by", sa.String(length=200)),
    sa.Column("dismissal_reason", sa.String(length=500)),
)


def upgrade() -> None:
    for column in ADDED:
        op.add_column("hanging_charge", column)
    op.create_index("hanging_charge_joined_to_idx", "hanging_charge", ["joined_to"])


def downgrade() -> None:
    for column in ADDED:
        op.drop_column("hanging_charge", column.name)
