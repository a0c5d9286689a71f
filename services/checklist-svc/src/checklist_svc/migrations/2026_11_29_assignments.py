"""Admitted tasks are dispatched to villages; what was admitted before asks everywhere, as it did."""

import sqlalchemy as sa
from alembic import op

revision = "a551970e0077"
down_revision = "e3e76e4c0076"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def upgrade() -> None:
    op.add_column("admission", sa.Column("by_assignment", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("admission", "by_assignment", server_default=None)
    op.create_table(
        "assignment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(12), nullable=False),
        sa.Column("admission_id", sa.Uuid(), nullable=False),
        sa.Column("department", sa.String(60), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("doer", sa.String(200), nullable=False),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.Column("work_class", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(500), nullable=True),
        sa.ForeignKeyConstraint(["admission_id"], ["admission.id"], name=op.f("assignment_admission_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("assignment_pkey")),
    )
    for column in ("region", "admission_id", "department"):
        op.create_index(op.f(f"assignment_{column}_idx"), "assignment", [column])
    running = sa.text("state = 'assigned'")
    op.create_index(
        "one_assignment_per_village", "assignment", ["admission_id", "region"], unique=True, postgresql_where=running
    )
    op.create_index("running_assignment_by_last_day", "assignment", ["until"], postgresql_where=running)


def downgrade() -> None:
    op.drop_table("assignment")
    op.drop_column("admission", "by_assignment")
