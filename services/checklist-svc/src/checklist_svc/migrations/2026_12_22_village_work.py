"""Visits, boards and papers, each as a work of its village."""

import sqlalchemy as sa
from alembic import op

revision = "0136a9e50001"
down_revision = "0135c9e50001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "village_work",
        sa.Column("event_id", sa.Uuid(), primary_key=True),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("work", sa.Text(), nullable=False),
        sa.Column("region", sa.String(12), nullable=False),
        sa.Column("department", sa.String(60)),
        sa.Column("day", sa.Date(), nullable=False),
    )
    for column in ("subject_id", "region"):
        op.create_index(f"village_work_{column}_idx", "village_work", [column])


def downgrade() -> None:
    op.drop_table("village_work")
