"""The published holiday notices, and deadlines with the rule that made them."""

import sqlalchemy as sa
from alembic import op
from countykit import schema as county_schema
from sqlalchemy.dialects import postgresql

revision = "e0812d8388fa"
down_revision = "06913067098a"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def upgrade() -> None:
    county_schema.install(op, version=2)
    op.add_column(
        "arrangement_period", sa.Column("provisional", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.alter_column("arrangement_period", "provisional", server_default=None)
    op.add_column(
        "arrangement_period", sa.Column("deadline_rule", postgresql.JSONB(astext_type=sa.Text()), nullable=True)
    )
    # Deadlines set before rules were kept are counted again with the first look at the calendar.
    op.execute(
        "UPDATE arrangement_period AS p "
        "SET deadline_rule = a.due || jsonb_build_object('from', p.last_day, 'calendar', -1) "
        "FROM arrangement AS a WHERE a.id = p.arrangement_id"
    )
    op.create_index("arrangement_period_due_idx", "arrangement_period", ["due_on"])
    op.create_index(
        "arrangement_period_provisional_idx",
        "arrangement_period",
        ["arrangement_id"],
        postgresql_where=sa.text("provisional"),
    )
    op.add_column("filing", sa.Column("provisional", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("filing", "provisional", server_default=None)
    op.add_column("arrangement_period", sa.Column("villages", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("arrangement_period", "villages")
    op.drop_column("filing", "provisional")
    op.drop_index("arrangement_period_provisional_idx", table_name="arrangement_period")
    op.drop_index("arrangement_period_due_idx", table_name="arrangement_period")
    op.drop_column("arrangement_period", "deadline_rule")
    op.drop_column("arrangement_period", "provisional")
    op.execute("ALTER TABLE department DROP COLUMN valid_from, DROP COLUMN valid_to")
    op.execute("DROP TABLE calendar_notice")
