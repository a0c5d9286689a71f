"""The history of records."""

from alembic import op
from servicekit import schema

revision = "4b1f7c42856f"
down_revision = "e805b8e2b9da"
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema.install(op, version=4)


def downgrade() -> None:
    op.execute("DROP TABLE record_history")
