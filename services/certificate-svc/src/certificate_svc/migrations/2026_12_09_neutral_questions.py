"""Neutral questions to a body before a report about it is judged."""

import sqlalchemy as sa
from alembic import op

revision = "0100a9e50002"
down_revision = "f1c7a3e96d20"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("matter", sa.String(length=100), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("law", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("put_by", sa.String(length=200), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("statement", sa.String(length=2000), nullable=True),
        sa.Column("stated_by", sa.String(length=200), nullable=True),
        sa.Column("stated_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("question_pkey")),
        sa.UniqueConstraint("case_id", name=op.f("question_case_id_key")),
    )
    for column in ("department", "region"):
        op.create_index(op.f(f"question_{column}_idx"), "question", [column])


def downgrade() -> None:
    op.drop_table("question")
