"""Changes of the county's list, the opinions on them, and for whom and what for an item is."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "b5e7c9d12f86"
down_revision = "a4d6b8c01e75"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def upgrade() -> None:
    for column in ("demanders", "purposes"):
        op.add_column(
            "certificate_item", sa.Column(column, postgresql.JSONB(), nullable=False, server_default=sa.text("'[]'"))
        )
        op.alter_column("certificate_item", column, server_default=None)
    op.add_column("certificate_item", sa.Column("template", sa.String(40)))
    op.add_column("application", sa.Column("use_confirmed", sa.Boolean(), nullable=False, server_default="false"))
    op.alter_column("application", "use_confirmed", server_default=None)
    op.create_table(
        "list_proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=True),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("grounds", sa.String(length=1000), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("proposed_by", sa.String(length=200), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("list_proposal_pkey")),
    )
    for column in ("code", "department", "region"):
        op.create_index(op.f(f"list_proposal_{column}_idx"), "list_proposal", [column])
    op.create_table(
        "list_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("deadline_rule", postgresql.JSONB(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opine_by", sa.Date(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("opinion", sa.String(length=500), nullable=True),
        sa.Column("reviewer", sa.String(length=200), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["list_proposal.id"], name=op.f("list_review_proposal_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("list_review_pkey")),
        sa.UniqueConstraint("proposal_id", "round", "body", name=op.f("list_review_proposal_id_round_body_key")),
    )
    for column in ("department", "proposal_id", "region"):
        op.create_index(op.f(f"list_review_{column}_idx"), "list_review", [column])


def downgrade() -> None:
    op.drop_table("list_review")
    op.drop_table("list_proposal")
    op.drop_column("application", "use_confirmed")
    for column in ("template", "purposes", "demanders"):
        op.drop_column("certificate_item", column)
