"""The due-list."""

from alembic import op
from servicekit import schema

revision = "d1ab2282bc9b"
down_revision = "88fbfeae1b2a"
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema.install(op, version=3)


def downgrade() -> None:
    op.execute("DROP TABLE due_entry")
