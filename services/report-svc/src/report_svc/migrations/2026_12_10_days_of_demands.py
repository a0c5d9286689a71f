"""The day on which a form was demanded outside of the catalogue."""

import sqlalchemy as sa
from alembic import op

revision = "0116da7e0001"
down_revision = "0100a9e50001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("offplan_demand", sa.Column("occurred_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("offplan_demand", "occurred_on")
