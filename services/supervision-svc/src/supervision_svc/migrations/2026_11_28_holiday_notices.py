"""The published holiday notices, and deadlines with the rule that made them."""

import sqlalchemy as sa
from alembic import op
from countykit import schema as county_schema
from countykit.calendar import SHIPPED
from sqlalchemy.dialects import postgresql

revision = "62e2e9c8d2f2"
down_revision = "0d0993f83903"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def upgrade() -> None:
    county_schema.install(op, version=2)
    op.add_column("letter", sa.Column("provisional", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("letter", "provisional", server_default=None)
    op.add_column("letter", sa.Column("deadline_rule", postgresql.JSONB(astext_type=sa.Text()), nullable=True))
    op.add_column("rectification", sa.Column("provisional", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("rectification", "provisional", server_default=None)
    op.add_column("rectification", sa.Column("deadline_rule", postgresql.JSONB(astext_type=sa.Text()), nullable=True))
    op.add_column("rectification", sa.Column("long_overdue_on", sa.Date(), nullable=True))
    uncertain = sa.Column("long_overdue_provisional", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("rectification", uncertain)
    op.alter_column("rectification", "long_overdue_provisional", server_default=None)
    # Deadlines set before rules were kept are counted again with the first look at the calendar.
    op.execute(
        "UPDATE letter SET provisional = deadline >= '2026-12-22', "
        "deadline_rule = jsonb_build_object('from', sent_on, 'workdays', deadline_workdays, 'calendar', -1)"
    )
    op.execute(
        "UPDATE rectification AS r SET deadline_rule = CASE WHEN r.deadline = l.deadline THEN l.deadline_rule "
        "ELSE jsonb_build_object('from', r.deadline, 'workdays', 0, 'calendar', -1) END "
        "FROM letter AS l WHERE l.id = r.letter_id"
    )
    connection = op.get_bind()
    for (deadline,) in connection.execute(sa.text("SELECT DISTINCT deadline FROM rectification")).all():
        connection.execute(
            sa.text("UPDATE rectification SET long_overdue_on = :day WHERE deadline = :deadline"),
            {"day": SHIPPED.add(deadline, 10), "deadline": deadline},
        )
    op.create_index("letter_provisional_idx", "letter", ["id"], postgresql_where=sa.text("provisional"))
    op.create_index(
        "rectification_running_calendar_idx",
        "rectification",
        [sa.literal_column("((deadline_rule ->> 'calendar')::integer)")],
        postgresql_where=sa.text("state IN ('open', 'in_progress', 'reopened')"),
    )


def downgrade() -> None:
    op.drop_index("rectification_running_calendar_idx", table_name="rectification")
    op.drop_index("letter_provisional_idx", table_name="letter")
    op.drop_column("rectification", "long_overdue_provisional")
    op.drop_column("rectification", "long_overdue_on")
    op.drop_column("rectification", "deadline_rule")
    op.drop_column("rectification", "provisional")
    op.drop_column("letter", "deadline_rule")
    op.drop_column("letter", "provisional")
    op.execute("ALTER TABLE department DROP COLUMN valid_from, DROP COLUMN valid_to")
    op.execute("DROP TABLE calendar_notice")
