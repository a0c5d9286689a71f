"""The due-list."""

from alembic import op
from servicekit import schema

revision = "8d5cc9ed5519"
down_revision = "20f3ef81ca57"
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema.install(op, version=3)


def downgrade() -> None:
    op.execute("DROP TABLE due_entry")
