"""The due-list."""

from alembic import op
from servicekit import schema

revision = "53307e938fd9"
down_revision = "83f9a637777f"
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema.install(op, version=3)


def downgrade() -> None:
    op.execute("DROP TABLE due_entry")
