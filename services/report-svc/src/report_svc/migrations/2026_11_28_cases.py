"""Give cases the same columns in every service."""

import sqlalchemy as sa
from alembic import op

revision = "ra5e5c0de01"
down_revision = "e0812d8388fa"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def upgrade() -> None:
    op.alter_column("offplan_demand", "reported_by", type_=sa.String(length=200))
    op.add_column("offplan_demand", sa.Column("judged_by", sa.String(length=200), nullable=True))
    op.add_column("offplan_demand", sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("offplan_demand", "judged_at")
    op.drop_column("offplan_demand", "judged_by")
    op.alter_column("offplan_demand", "reported_by", type_=sa.String())
