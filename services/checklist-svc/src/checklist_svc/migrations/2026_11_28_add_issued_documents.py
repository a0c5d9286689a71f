"""add issued documents"""

from alembic import op
from servicekit import schema
from servicekit.printing import schema as printing

revision = "9ddd9ffd0097"
down_revision = "501bd9e5b33f"
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema.run(op, printing.__name__, 1)
    schema.run(op, printing.__name__, 2)


def downgrade() -> None:
    op.drop_table("document_serial")
    op.drop_table("issued_document")
