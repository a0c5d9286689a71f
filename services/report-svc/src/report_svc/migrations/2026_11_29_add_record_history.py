"""The history of records."""

from alembic import op
from servicekit import schema

revision = "4b1f7c40e1aa"
down_revision = "62d0a4be66fb"
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema.install(op, version=4)


def downgrade() -> None:
    op.execute("DROP TABLE record_history")
