"""The due-list."""

from alembic import op
from servicekit import schema

revision = "6764eda24c67"
down_revision = "c41f0be9a2d7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema.install(op, version=3)


def downgrade() -> None:
    op.execute("DROP TABLE due_entry")
