"""A draw may reveal its villages one by one, each when the team departs for it; all drawn so far were known at once."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0145d4a70001"
down_revision = "0135a9e50004"
branch_labels = None
depends_on = None

ADDED = {
    "draw": (
        sa.Column("stop_by_stop", sa.Boolean(), nullable=False, server_default="false"),
        sa.Column("sealed_in", JSONB(), nullable=False, server_default="{}"),
    ),
    "drawn_village": (
        sa.Column("departed_at", sa.DateTime(timezone=True)),
        sa.Column("departed_by", sa.String(200)),
    ),
}


def upgrade() -> None:
    for table, columns in ADDED.items():
        for column in columns:
            op.add_column(table, column)


def downgrade() -> None:
    for table, columns in ADDED.items():
        for column in columns:
            op.drop_column(table, column.name)
