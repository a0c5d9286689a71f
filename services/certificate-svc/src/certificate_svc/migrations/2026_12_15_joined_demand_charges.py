"""Who joined a demand to a charge does not judge it, and several reports are dismissed by two people."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0105a9e50002"
down_revision = "0105a9e50001"
branch_labels = None
depends_on = None

ADDED = (
    sa.Column("joined_by", JSONB(), nullable=False, server_default="[]"),
    sa.Column("dismissal_by", sa.String(length=200)),
    sa.Column("dismissal_reason", sa.String(length=500)),
)

# Of what was joined before, who recorded it is known; who put it forward stands in the history of the demand.
JOINED = """
    UPDATE demand_charge SET joined_by = known.logins, version = demand_charge.version + 1
    FROM (
        SELECT charge_id, jsonb_agg(DISTINCT login) AS logins
        FROM (
            SELECT charge_id, reported_by AS login FROM demand
            UNION ALL
            SELECT demand.charge_id, record_history.actor FROM demand
            JOIN record_history ON record_history.record_id = demand.id AND record_history.to_state = 'charged'
        ) AS parties
        WHERE charge_id IS NOT NULL AND login IS NOT NULL GROUP BY charge_id
    ) AS known
    WHERE demand_charge.id = known.charge_id
"""


def upgrade() -> None:
    for column in ADDED:
        op.add_column("demand_charge", column)
    op.execute(JOINED)


def downgrade() -> None:
    for column in ADDED:
        op.drop_column("demand_charge", column.name)
