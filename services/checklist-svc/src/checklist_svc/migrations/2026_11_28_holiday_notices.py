"""The published holiday notices, and deadlines with the rule that made them."""

import sqlalchemy as sa
from alembic import op
from countykit import schema as county_schema
from sqlalchemy.dialects import postgresql

revision = "3b610efd8e55"
down_revision = "c92260c87662"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def upgrade() -> None:
    county_schema.install(op, version=2)
    op.add_column("admission", sa.Column("provisional", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("admission", "provisional", server_default=None)
    op.add_column("admission", sa.Column("deadline_rule", postgresql.JSONB(astext_type=sa.Text()), nullable=True))
    # Deadlines set before rules were kept are counted again with the first look at the calendar.
    op.execute(
        "UPDATE admission SET deadline_rule = jsonb_build_object('from', decide_by, 'workdays', 0, 'calendar', -1) "
        "WHERE decide_by IS NOT NULL"
    )
    op.create_index(
        "undecided_admission_by_last_day", "admission", ["decide_by"], postgresql_where=sa.text("state = 'submitted'")
    )


def downgrade() -> None:
    op.drop_index("undecided_admission_by_last_day", table_name="admission")
    op.drop_column("admission", "deadline_rule")
    op.drop_column("admission", "provisional")
    op.execute("ALTER TABLE department DROP COLUMN valid_from, DROP COLUMN valid_to")
    op.execute("DROP TABLE calendar_notice")
