"""Budgets of villages' minutes for single bodies, what forms take of them, and what may go beyond."""

import sqlalchemy as sa
from alembic import op

revision = "b0d9e7000057"
down_revision = "9c02a94e0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "burden_budget",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("department", sa.String(60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("previous", sa.Integer()),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
    )
    op.create_index("burden_budget_region_idx", "burden_budget", ["region"])
    op.create_index(
        "one_burden_budget_per_body_and_year", "burden_budget", ["region", "department", "year"], unique=True,
        postgresql_where=sa.text("state = 'in_force'"),
    )  # fmt: skip
    op.create_table(
        "form_burden",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("region", sa.String(12), nullable=False),
        sa.Column("department", sa.String(60), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("seconds_a_year", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date()),
        sa.Column("admission", sa.String(60)),
    )
    op.create_index("form_burden_region_idx", "form_burden", ["region"])
    op.add_column("admission", sa.Column("excess_reason", sa.String(500)))
    op.add_column("admission", sa.Column("over_budget", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("admission", sa.Column("excess_outcome", sa.Text()))
    op.add_column("admission", sa.Column("excess_note", sa.String(500)))


def downgrade() -> None:
    for name in ("excess_note", "excess_outcome", "over_budget", "excess_reason"):
        op.drop_column("admission", name)
    op.drop_table("form_burden")
    op.drop_table("burden_budget")
