"""Objections to verdicts on visits outside of the plan."""

import sqlalchemy as sa
from alembic import op

revision = "0b1ec7101a04"
down_revision = "0b1ec7101a03"
branch_labels = None
depends_on = None

_ONE_REPORT = """
CREATE UNIQUE INDEX one_report_per_offplan_visit ON visit (region, reported_department, visited_on)
WHERE state IN ({states})
"""


def upgrade() -> None:
    op.add_column("visit", sa.Column("charged_home", sa.String(12)))
    op.add_column("visit", sa.Column("judged_at", sa.DateTime(timezone=True)))
    op.add_column("visit", sa.Column("objection", sa.String(2000)))
    op.add_column("visit", sa.Column("objected_by", sa.String(200)))
    op.add_column("visit", sa.Column("objection_due_on", sa.Date()))
    op.add_column("visit", sa.Column("review", sa.String(500)))
    op.add_column("visit", sa.Column("reviewed_by", sa.String(200)))
    op.add_column("visit", sa.Column("reviewed_at", sa.DateTime(timezone=True)))
    # Who was charged before there were objections may still object: 30 days from today. It was counted at its decision,
    # after which nothing changed the row, against where the directory has the body.
    op.execute("""
        UPDATE visit SET objection_due_on = current_date + 30, judged_at = visit.updated_at, charged_home = body.home
        FROM department AS body WHERE body.code = visit.department AND visit.state = 'confirmed'
    """)
    op.execute("DROP INDEX one_report_per_offplan_visit")
    op.execute(_ONE_REPORT.format(states="'reported', 'confirmed', 'objected', 'upheld'"))


def downgrade() -> None:
    op.execute("DROP INDEX one_report_per_offplan_visit")
    op.execute(_ONE_REPORT.format(states="'reported', 'confirmed'"))
    for column in (
        "reviewed_at", "reviewed_by", "review", "objection_due_on", "objected_by", "objection", "judged_at",
        "charged_home",
    ):  # fmt: skip
        op.drop_column("visit", column)
