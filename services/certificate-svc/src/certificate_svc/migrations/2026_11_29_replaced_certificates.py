"""A certificate names the one in whose place it came."""

import sqlalchemy as sa
from alembic import op

revision = "a4d6b8c01e75"
down_revision = "9c3f5a7b2d64"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("certificate", sa.Column("replaces", sa.String(60)))
    op.execute("""
        UPDATE certificate SET replaces = old.number FROM certificate AS old WHERE old.replaced_by = certificate.number
    """)


def downgrade() -> None:
    op.drop_column("certificate", "replaces")
