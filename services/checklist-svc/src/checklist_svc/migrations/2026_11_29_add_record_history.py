"""The history of records."""

from alembic import op
from servicekit import schema

revision = "4b1f7c3f3de5"
down_revision = "9ddd9ffd0097"
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema.install(op, version=4)


def downgrade() -> None:
    op.execute("DROP TABLE record_history")
