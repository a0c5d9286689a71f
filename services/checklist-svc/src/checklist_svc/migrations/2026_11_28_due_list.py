"""The due-list."""

from alembic import op
from servicekit import schema

revision = "6e0972ce4278"
down_revision = "fc835f59a13f"
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema.install(op, version=3)


def downgrade() -> None:
    op.execute("DROP TABLE due_entry")
