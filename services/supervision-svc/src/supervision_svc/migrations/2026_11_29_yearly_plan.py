"""The yearly plan of inspections, assessments and research visits; visits that go by it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "7c35a90e2d18"
down_revision = "44d7a3b15c60"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def _aggregate(name: str, *columns: sa.Column | sa.Constraint) -> None:  # type: ignore[type-arg]
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"{name}_pkey")),
    )
    op.create_index(op.f(f"{name}_region_idx"), name, ["region"], unique=False)


def _json(name: str) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, postgresql.JSONB(astext_type=sa.Text()), nullable=False)


def upgrade() -> None:
    op.create_table(
        "plan_serial",
        sa.Column("county", sa.String(length=12), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("county", "year", name=op.f("plan_serial_pkey")),
    )
    _aggregate(
        "yearly_plan",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("published_by", sa.String(length=200), nullable=False),
        sa.UniqueConstraint("region", "year", name=op.f("yearly_plan_region_year_key")),
    )
    _aggregate(
        "plan_entry",
        sa.Column("department", sa.String(length=60), nullable=False),
        _json("joint"),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("comprehensive", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("content", sa.String(length=1000), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        _json("places"),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("mandate", sa.String(length=200), nullable=True),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("single", sa.Boolean(), nullable=False),
        sa.Column("justification", sa.String(length=500), nullable=True),
        sa.Column("replaces", sa.String(length=30), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        _json("flags"),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("exception", sa.String(length=500), nullable=True),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("filed_by", sa.String(length=200), nullable=False),
        sa.Column("reviewed_by", sa.String(length=200), nullable=True),
        sa.Column("approved_by", sa.String(length=200), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["merged_into"], ["plan_entry.id"], name=op.f("plan_entry_merged_into_fkey")),
        sa.UniqueConstraint("number", name=op.f("plan_entry_number_key")),
    )
    op.create_index(op.f("plan_entry_department_idx"), "plan_entry", ["department"])
    op.create_index("plan_entry_year_starts_on_idx", "plan_entry", ["year", "starts_on"])
    op.add_column("visit", sa.Column("by_body", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("visit", sa.Column("over_quota", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.alter_column("visit", "by_body", server_default=None)
    op.alter_column("visit", "over_quota", server_default=None)
    op.create_index("visit_plan_idx", "visit", ["plan"])


def downgrade() -> None:
    op.drop_index("visit_plan_idx", "visit")
    op.drop_column("visit", "over_quota")
    op.drop_column("visit", "by_body")
    op.drop_table("plan_entry")
    op.drop_table("yearly_plan")
    op.drop_table("plan_serial")
