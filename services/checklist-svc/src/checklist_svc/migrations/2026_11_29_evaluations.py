"""Townships evaluate tasks that have ended; villagers' answers come from drawn visits."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "e7a1a7e40079"
down_revision = "a69ee3e40078"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def upgrade() -> None:
    op.add_column("admission", sa.Column("despite", sa.String(300), nullable=True))
    answers = sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default="[]")
    op.add_column("assignment", answers)
    op.alter_column("assignment", "answers", server_default=None)
    op.create_table(
        "drawn_visit",
        sa.Column("region", sa.String(12), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("region", "visited_on", name=op.f("drawn_visit_pkey")),
    )
    op.create_table(
        "evaluation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(12), nullable=False),
        sa.Column("admission_id", sa.Uuid(), nullable=False),
        sa.Column("department", sa.String(60), nullable=False),
        sa.Column("charged_home", sa.String(12), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("villages", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("result", sa.String(1000), nullable=True),
        sa.Column("respondents", sa.Integer(), nullable=True),
        sa.Column("satisfied", sa.Integer(), nullable=True),
        sa.Column("evaluator", sa.String(200), nullable=True),
        sa.Column("evaluated_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["admission_id"], ["admission.id"], name=op.f("evaluation_admission_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("evaluation_pkey")),
    )
    for column in ("region", "department", "admission_id"):
        op.create_index(op.f(f"evaluation_{column}_idx"), "evaluation", [column])
    op.create_index(
        "one_awaited_evaluation", "evaluation", ["admission_id", "region"], unique=True,
        postgresql_where=sa.text("state = 'awaited'"),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("evaluation")
    op.drop_table("drawn_visit")
    op.drop_column("assignment", "answers")
    op.drop_column("admission", "despite")
