"""What the words of an application suggest, and the objection to a refusal by the negative list."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "7d2f4c1a9e36"
down_revision = "ca5e5c0de01"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("admission", sa.Column("objection", sa.String(500), nullable=True))
    op.add_column("admission", sa.Column("advice", postgresql.JSONB(astext_type=sa.Text()), nullable=True))


def downgrade() -> None:
    op.drop_column("admission", "advice")
    op.drop_column("admission", "objection")
