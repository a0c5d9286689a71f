"""The history of records."""

from alembic import op
from servicekit import schema

revision = "4b1f7c442934"
down_revision = "5d8998a9f3be"
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema.install(op, version=4)


def downgrade() -> None:
    op.execute("DROP TABLE record_history")
