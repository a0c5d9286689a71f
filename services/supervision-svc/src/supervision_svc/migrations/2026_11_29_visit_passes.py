"""Visit passes, and what villages were told when they checked one."""

import sqlalchemy as sa
from alembic import op

revision = "a41e6d3f7b02"
down_revision = "7c35a90e2d18"
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


def upgrade() -> None:
    _aggregate(
        "visit_pass",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("visit_on", sa.Date(), nullable=False),
        sa.Column("team_size", sa.Integer(), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("signature", sa.String(length=120), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issued_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["plan_entry.id"], name=op.f("visit_pass_entry_id_fkey")),
        sa.UniqueConstraint("code", name=op.f("visit_pass_code_key")),
    )
    op.create_index(op.f("visit_pass_entry_id_idx"), "visit_pass", ["entry_id"])
    op.create_index(
        "one_pass_per_visit", "visit_pass", ["entry_id", "region", "visit_on"], unique=True,
        postgresql_where=sa.text("state <> 'void'"),
    )  # fmt: skip
    _aggregate(
        "pass_check",
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.String(length=500), nullable=False),
        sa.Column("law", sa.String(length=300), nullable=True),
        sa.Column("pass_id", sa.Uuid(), nullable=True),
        sa.Column("claim", sa.Text(), nullable=True),
        sa.Column("visitor", sa.String(length=60), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("checked_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["pass_id"], ["visit_pass.id"], name=op.f("pass_check_pass_id_fkey")),
    )
    op.create_index(op.f("pass_check_pass_id_idx"), "pass_check", ["pass_id"])


def downgrade() -> None:
    op.drop_table("pass_check")
    op.drop_table("visit_pass")
