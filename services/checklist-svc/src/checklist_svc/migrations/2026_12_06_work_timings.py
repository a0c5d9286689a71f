"""How long villages' work takes, and what the minutes of an application follow from."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "71e5a4b20102"
down_revision = "0040a7e50001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "work_timing",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("work", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("observed", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.String(200), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(500)),
    )
    op.create_index("work_timing_region_idx", "work_timing", ["region"])
    op.create_index(
        "work_timing_by_day", "work_timing", ["done_on"], postgresql_where=sa.text("state = 'recorded'")
    )  # fmt: skip
    op.add_column("admission", sa.Column("work", sa.Text()))
    op.add_column("admission", sa.Column("people", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("admission", sa.Column("times_a_month", sa.Integer()))
    op.add_column("admission", sa.Column("minutes_basis", JSONB()))


def downgrade() -> None:
    for name in ("minutes_basis", "times_a_month", "people", "work"):
        op.drop_column("admission", name)
    op.drop_table("work_timing")
