"""add the consolidation workbench"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "5e0c1a7db3f2"
down_revision = "1aff1d41777a"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consolidation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("at_first", postgresql.JSONB(), nullable=False),
        sa.Column("now", postgresql.JSONB(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("consolidation_pkey")),
    )
    op.create_index(op.f("consolidation_region_idx"), "consolidation", ["region"], unique=False)
    op.create_table(
        "consolidation_line",
        sa.Column("consolidation_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consolidation_id"], ["consolidation.id"], name=op.f("consolidation_line_consolidation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("consolidation_id", "code", name=op.f("consolidation_line_pkey")),
    )
    op.create_table(
        "consolidation_step",
        sa.Column("consolidation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposal", sa.String(length=24), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("forms", postgresql.JSONB(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("approvals", postgresql.JSONB(), nullable=False),
        sa.Column("changes_from", postgresql.JSONB(), nullable=False),
        sa.Column("changes_to", postgresql.JSONB(), nullable=False),
        sa.Column("before", postgresql.JSONB(), nullable=False),
        sa.Column("after", postgresql.JSONB(), nullable=False),
        sa.Column("taken_by", sa.String(length=200), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undo_reason", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(
            ["consolidation_id"], ["consolidation.id"], name=op.f("consolidation_step_consolidation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("consolidation_id", "number", name=op.f("consolidation_step_pkey")),
    )
    op.create_index(
        "consolidation_step_proposal_idx", "consolidation_step", ["consolidation_id", "proposal"], unique=False
    )


def downgrade() -> None:
    op.drop_index("consolidation_step_proposal_idx", table_name="consolidation_step")
    op.drop_table("consolidation_step")
    op.drop_table("consolidation_line")
    op.drop_index(op.f("consolidation_region_idx"), table_name="consolidation")
    op.drop_table("consolidation")
