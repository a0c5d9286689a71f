"""ask back what contradicts"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "b7d2f4a90c16"
down_revision = "c83b0f4e91d6"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def _list(name: str) -> sa.Column[object]:
    return sa.Column(name, postgresql.JSONB(), nullable=False, server_default=sa.text("'[]'::jsonb"))


def upgrade() -> None:
    op.add_column("form", _list("rules"))
    op.add_column("filing", _list("doubts"))
    op.add_column("element", sa.Column("greatest_change", sa.Float(), nullable=True))
    # What was there has none; what comes says it itself.
    op.alter_column("form", "rules", server_default=None)
    op.alter_column("filing", "doubts", server_default=None)


def downgrade() -> None:
    op.drop_column("element", "greatest_change")
    op.drop_column("filing", "doubts")
    op.drop_column("form", "rules")
