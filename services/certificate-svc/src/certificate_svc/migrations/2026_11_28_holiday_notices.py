"""The published holiday notices, and deadlines with the rule that made them."""

import sqlalchemy as sa
from alembic import op
from countykit import schema as county_schema
from sqlalchemy.dialects import postgresql

revision = "7e308f20c545"
down_revision = "2fef24ce43b4"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def upgrade() -> None:
    county_schema.install(op, version=2)
    op.add_column("application", sa.Column("provisional", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("application", "provisional", server_default=None)
    op.add_column("application", sa.Column("deadline_rule", postgresql.JSONB(astext_type=sa.Text()), nullable=True))
    # Deadlines set before rules were kept are counted again with the first look at the calendar.
    op.execute(
        "UPDATE application SET deadline_rule = jsonb_build_object('from', due_on, 'workdays', 0, 'calendar', -1) "
        "WHERE due_on IS NOT NULL"
    )
    op.create_index(
        "received_application_idx", "application", ["due_on"], postgresql_where=sa.text("state = 'received'")
    )


def downgrade() -> None:
    op.drop_index("received_application_idx", table_name="application")
    op.drop_column("application", "deadline_rule")
    op.drop_column("application", "provisional")
    op.execute("ALTER TABLE department DROP COLUMN valid_from, DROP COLUMN valid_to")
    op.execute("DROP TABLE calendar_notice")
