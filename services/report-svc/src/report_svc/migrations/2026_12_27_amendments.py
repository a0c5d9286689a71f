"""A catalogued form is amended during the year: a new version that the head approved takes its place."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0141a9e50002"
down_revision = "0141a9e50001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("form", sa.Column("amends", sa.Uuid(), nullable=True))
    op.create_table(
        "form_amendment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("county_survey", sa.Boolean(), nullable=False),
        sa.Column("survey_approval", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("survey_recorded_by", sa.String(length=200), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("filed_by", sa.String(length=200), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(length=500), nullable=True),
        sa.Column("new_form_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["form_id"], ["form.id"], name=op.f("form_amendment_form_id_fkey")),
        sa.ForeignKeyConstraint(["new_form_id"], ["form.id"], name=op.f("form_amendment_new_form_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("form_amendment_pkey")),
    )
    op.create_index(
        "one_amendment_per_form", "form_amendment", ["form_id"], unique=True,
        postgresql_where=sa.text("state = 'filed'"),
    )  # fmt: skip
    op.create_index(op.f("form_amendment_department_idx"), "form_amendment", ["department"], unique=False)
    op.create_index(op.f("form_amendment_region_idx"), "form_amendment", ["region"], unique=False)


def downgrade() -> None:
    op.drop_table("form_amendment")
    op.drop_column("form", "amends")
