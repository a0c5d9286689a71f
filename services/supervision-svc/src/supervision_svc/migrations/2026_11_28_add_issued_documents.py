"""add issued documents"""

from alembic import op
from servicekit import schema
from servicekit.printing import schema as printing

revision = "5d8998a9f3be"
down_revision = "7662b1f553fe"
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema.run(op, printing.__name__, 1)


def downgrade() -> None:
    op.drop_table("issued_document")
