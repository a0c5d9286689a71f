"""The due-list."""

from alembic import op
from servicekit import schema

revision = "f0acc5c9abc7"
down_revision = "44d70ab47180"
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema.install(op, version=3)


def downgrade() -> None:
    op.execute("DROP TABLE due_entry")
