"""Approved entries of the plan of visits, and the one that an application names."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "91a27e170007"
down_revision = "4e71e3b00124"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "planned_visit",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("number", sa.String(30), nullable=False),
        sa.Column("bodies", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
    )
    op.create_index("planned_visit_number_idx", "planned_visit", ["number"])
    op.add_column("admission", sa.Column("plan_number", sa.String(30)))


def downgrade() -> None:
    op.drop_column("admission", "plan_number")
    op.drop_table("planned_visit")
