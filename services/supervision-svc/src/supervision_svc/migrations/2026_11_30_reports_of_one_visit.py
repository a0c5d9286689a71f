"""A visit outside of the plan may be reported by several people, none of whom learns of the others; one is charged."""

from alembic import op

revision = "5be0c71d9a44"
down_revision = "e07a5c81b349"
branch_labels = None
depends_on = None

_MATTER = "region, reported_department, visited_on"


def upgrade() -> None:
    op.execute("DROP INDEX one_report_per_offplan_visit")
    op.execute(
        f"CREATE UNIQUE INDEX one_report_per_reporter ON visit ({_MATTER}, recorded_by) WHERE state = 'reported'"
    )
    op.execute(
        f"CREATE UNIQUE INDEX one_charge_per_offplan_visit ON visit ({_MATTER}) "
        "WHERE state IN ('confirmed', 'objected', 'upheld')"
    )


def downgrade() -> None:
    op.execute("DROP INDEX one_charge_per_offplan_visit")
    op.execute("DROP INDEX one_report_per_reporter")
    op.execute(
        f"CREATE UNIQUE INDEX one_report_per_offplan_visit ON visit ({_MATTER}) "
        "WHERE state IN ('reported', 'confirmed', 'objected', 'upheld')"
    )
