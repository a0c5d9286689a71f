"""Programmes of counties with their measures."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "4254b56e4465"
down_revision = "17c0a5e10059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "programme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("requirements", sa.String(length=2000), nullable=False),
        sa.Column("aims", sa.String(length=2000), nullable=False),
        sa.Column("safeguards", sa.String(length=2000), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("plan", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("replaces", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("summary", sa.String(length=2000), nullable=True),
        sa.Column("filed_by", sa.String(length=200), nullable=False),
        sa.Column("approved_by", sa.String(length=200), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("concluded_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["replaces"], ["programme.id"], name=op.f("programme_replaces_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("programme_pkey")),
    )
    op.create_index(op.f("programme_region_idx"), "programme", ["region"], unique=False)
    op.create_table(
        "programme_measure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("strand", sa.Text(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=True),
        sa.Column("joint", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("counts_from", sa.Date(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("success", sa.Text(), nullable=False),
        sa.Column("target", sa.Numeric(precision=12, scale=4), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("settled_value", sa.Numeric(precision=14, scale=4), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("cause", sa.String(length=500), nullable=True),
        sa.Column("next_step", sa.String(length=500), nullable=True),
        sa.Column("proposed_deadline", sa.Date(), nullable=True),
        sa.Column("explained_on", sa.Date(), nullable=True),
        sa.Column("explained_by", sa.String(length=200), nullable=True),
        sa.Column("ruling_note", sa.String(length=500), nullable=True),
        sa.Column("rounds", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("programme_measure_programme_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("programme_measure_pkey")),
    )
    op.create_index(op.f("programme_measure_programme_id_idx"), "programme_measure", ["programme_id"], unique=False)
    op.create_index(op.f("programme_measure_region_idx"), "programme_measure", ["region"], unique=False)
    op.create_index(
        "programme_measure_running_idx",
        "programme_measure",
        ["deadline"],
        unique=False,
        postgresql_where=sa.text("state IN ('open', 'overdue')"),
    )


def downgrade() -> None:
    op.drop_index(
        "programme_measure_running_idx",
        table_name="programme_measure",
        postgresql_where=sa.text("state IN ('open', 'overdue')"),
    )
    op.drop_index(op.f("programme_measure_region_idx"), table_name="programme_measure")
    op.drop_index(op.f("programme_measure_programme_id_idx"), table_name="programme_measure")
    op.drop_table("programme_measure")
    op.drop_index(op.f("programme_region_idx"), table_name="programme")
    op.drop_table("programme")
