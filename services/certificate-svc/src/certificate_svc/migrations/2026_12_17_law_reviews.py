"""Certificates and wordings whose law changed: what becomes of each."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0105a9e50004"
down_revision = "0105a9e50003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "law_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("law", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("basis", sa.String(length=500), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("new_basis", sa.String(length=500), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("answered_by", sa.String(length=200), nullable=True),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("articles", JSONB(), nullable=False),
        sa.Column("repealed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("law_review_pkey")),
        sa.UniqueConstraint("change_id", "code", name="one_law_review_of_a_thing"),
    )
    for column in ("change_id", "region"):
        op.create_index(op.f(f"law_review_{column}_idx"), "law_review", [column])


def downgrade() -> None:
    op.drop_table("law_review")
