"""On which day a fact became known, so that what is taken back later changes no board of before."""

from alembic import op

revision = "0b1ec7101a03"
down_revision = "3f6c0d5be291"
branch_labels = None
depends_on = None
min_release = "0.2.0"

_SUMS = """
INSERT INTO daily (region, figure, day, department, {columns}total)
SELECT region, figure, day, department, {columns}sum(delta) FROM evidence GROUP BY {groups}
"""


def upgrade() -> None:
    op.execute("ALTER TABLE evidence ADD COLUMN recorded_on date")
    op.execute("UPDATE evidence SET recorded_on = greatest(day, (time AT TIME ZONE 'Asia/Shanghai')::date)")
    op.execute("ALTER TABLE evidence ALTER COLUMN recorded_on SET NOT NULL")
    op.execute("TRUNCATE daily")
    op.execute("ALTER TABLE daily ADD COLUMN recorded_on date NOT NULL")
    op.execute("ALTER TABLE daily DROP CONSTRAINT daily_pkey")
    op.execute("ALTER TABLE daily ADD PRIMARY KEY (region, figure, day, department, recorded_on)")
    op.execute(_SUMS.format(columns="recorded_on, ", groups="1, 2, 3, 4, 5"))


def downgrade() -> None:
    op.execute("TRUNCATE daily")
    op.execute("ALTER TABLE daily DROP CONSTRAINT daily_pkey")
    op.execute("ALTER TABLE daily DROP COLUMN recorded_on")
    op.execute("ALTER TABLE daily ADD PRIMARY KEY (region, figure, day, department)")
    op.execute("ALTER TABLE evidence DROP COLUMN recorded_on")
    op.execute(_SUMS.format(columns="", groups="1, 2, 3, 4"))
