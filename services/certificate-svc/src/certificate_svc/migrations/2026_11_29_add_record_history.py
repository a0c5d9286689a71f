"""The history of records."""

from alembic import op
from servicekit import schema

revision = "4b1f7c3d9a20"
down_revision = "071b263eb0a0"
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema.install(op, version=4)


def downgrade() -> None:
    op.execute("DROP TABLE record_history")
