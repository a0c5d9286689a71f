"""Which bodies of a county give their opinions on which kind of work."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "4e71e3b00124"
down_revision = "17e35a0e0123"
branch_labels = None
depends_on = None

_STANDS = sa.text("state IN ('proposed', 'active')")


def upgrade() -> None:
    op.create_table(
        "reviewing_body",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("department", sa.String(60), nullable=False),
        sa.Column("works", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("note", sa.String(500)),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.String(200), nullable=False),
    )
    op.create_index("reviewing_body_region_idx", "reviewing_body", ["region"])
    op.create_index(
        "reviewing_body_once", "reviewing_body", ["region", "department"], unique=True, postgresql_where=_STANDS
    )
    op.create_index(
        "reviewing_body_name_once", "reviewing_body", ["region", "name"], unique=True, postgresql_where=_STANDS
    )


def downgrade() -> None:
    op.drop_table("reviewing_body")
