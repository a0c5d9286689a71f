"""The veto of tasks imposed after a letter goes by the day of the act; what was counted so far keeps its own day."""

from alembic import op

revision = "0135a9e50004"
down_revision = "0129a9e50004"
branch_labels = None
depends_on = None

_EVIDENCE = """
INSERT INTO evidence (figure, region, day, recorded_on, event_id, ordinal, delta, sequence, time, department, type,
                      subject, label)
SELECT 'imposed_acts', region, day, recorded_on, event_id, ordinal, delta, sequence, time, department, type, subject,
       label
FROM evidence WHERE figure = 'imposed_tasks' ON CONFLICT DO NOTHING
"""
_SUMS = """
INSERT INTO daily (region, figure, day, department, recorded_on, total)
SELECT region, 'imposed_acts', day, department, recorded_on, total
FROM daily WHERE figure = 'imposed_tasks' ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    op.execute(_EVIDENCE)
    op.execute(_SUMS)


def downgrade() -> None:
    op.execute("DELETE FROM daily WHERE figure = 'imposed_acts'")
    op.execute("DELETE FROM evidence WHERE figure = 'imposed_acts'")
