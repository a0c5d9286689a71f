"""add the asker's table"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "16782d4dbfe5"
down_revision = "04503baa8a84"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "period_closure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.String(length=60), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(["form_id"], ["form.id"], name=op.f("period_closure_form_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("period_closure_pkey")),
    )
    op.create_index(
        "one_closure_per_form_and_period",
        "period_closure",
        ["form_id", "period"],
        unique=True,
        postgresql_where=sa.text("state = 'closed'"),
    )
    op.create_index(op.f("period_closure_department_idx"), "period_closure", ["department"], unique=False)
    op.create_index(op.f("period_closure_region_idx"), "period_closure", ["region"], unique=False)
    op.create_table(
        "period_exception",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.String(length=60), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(["form_id"], ["form.id"], name=op.f("period_exception_form_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("period_exception_pkey")),
    )
    op.create_index(op.f("period_exception_department_idx"), "period_exception", ["department"], unique=False)
    op.create_index("period_exception_of_idx", "period_exception", ["form_id", "period", "region"], unique=False)
    op.create_index(op.f("period_exception_region_idx"), "period_exception", ["region"], unique=False)
    op.create_table(
        "table_use",
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.Column("reader", sa.String(length=200), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("reader_name", sa.String(length=200), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["form_id"], ["form.id"], name=op.f("table_use_form_id_fkey")),
        sa.PrimaryKeyConstraint("form_id", "used_on", "reader", "how", name=op.f("table_use_pkey")),
    )
    op.add_column("filing", sa.Column("checked_by", sa.String(length=200), nullable=True))
    op.add_column("filing", sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("filing_form_period_idx", "filing", ["form_id", "period"], unique=False)


def downgrade() -> None:
    op.drop_index("filing_form_period_idx", table_name="filing")
    op.drop_column("filing", "checked_at")
    op.drop_column("filing", "checked_by")
    op.drop_table("table_use")
    op.drop_index(op.f("period_exception_region_idx"), table_name="period_exception")
    op.drop_index("period_exception_of_idx", table_name="period_exception")
    op.drop_index(op.f("period_exception_department_idx"), table_name="period_exception")
    op.drop_table("period_exception")
    op.drop_index(op.f("period_closure_region_idx"), table_name="period_closure")
    op.drop_index(op.f("period_closure_department_idx"), table_name="period_closure")
    op.drop_index(
        "one_closure_per_form_and_period", table_name="period_closure", postgresql_where=sa.text("state = 'closed'")
    )
    op.drop_table("period_closure")
