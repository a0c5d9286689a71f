"""Letters to who demands come to their end: a day for the answer, another letter, the law that was cited, the charge."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0105a9e50001"
down_revision = "0100a9e50005"
branch_labels = None
depends_on = None

ADDED = (
    sa.Column("provisional", sa.Boolean(), nullable=False, server_default=sa.false()),
    sa.Column("deadline_rule", JSONB()),
    sa.Column("follows", sa.Uuid()),
    sa.Column("charge_id", sa.Uuid()),
    sa.Column("due_on", sa.Date()),
    sa.Column("reason", sa.String(length=500)),
    sa.Column("decided_by", sa.String(length=200)),
)

# A letter lies where its body belongs, so that the township of a unit reads it.
HOMES = """
    UPDATE demand_letter SET region = demand.charged_home, version = demand_letter.version + 1 FROM demand
    WHERE demand.letter_id = demand_letter.id AND demand.charged_home IS NOT NULL
      AND demand.charged_home <> demand_letter.region
"""
# What nobody has answered yet gets its days from the upgrade on.
DAYS = "UPDATE demand_letter SET due_on = current_date + 7, version = version + 1 WHERE state = 'sent'"
CHARGES = """
    UPDATE demand_letter SET charge_id = demand.charge_id FROM demand WHERE demand.letter_id = demand_letter.id
"""


def upgrade() -> None:
    for column in ADDED:
        op.add_column("demand_letter", column)
    op.create_index(op.f("demand_letter_charge_id_idx"), "demand_letter", ["charge_id"])
    for statement in (HOMES, DAYS, CHARGES):
        op.execute(statement)


def downgrade() -> None:
    op.drop_index(op.f("demand_letter_charge_id_idx"), "demand_letter")
    for column in ADDED:
        op.drop_column("demand_letter", column.name)
