"""know forms by their columns"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "67afa535b3a7"
down_revision = "16782d4dbfe5"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def upgrade() -> None:
    # Of reports from before nobody copied columns, and none said that a catalogued form was to be filled in twice.
    for name, kind, empty in (
        ("columns", postgresql.JSONB(astext_type=sa.Text()), "[]"),
        ("outside_platform", sa.Boolean(), "false"),
        ("resembles", postgresql.JSONB(astext_type=sa.Text()), "[]"),
    ):
        op.add_column("offplan_demand", sa.Column(name, kind, nullable=False, server_default=empty))
        op.alter_column("offplan_demand", name, server_default=None)
    op.add_column("offplan_demand", sa.Column("breach", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("offplan_demand", "breach")
    op.drop_column("offplan_demand", "resembles")
    op.drop_column("offplan_demand", "outside_platform")
    op.drop_column("offplan_demand", "columns")
