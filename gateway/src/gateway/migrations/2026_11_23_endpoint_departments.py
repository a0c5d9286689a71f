"""endpoint departments"""

import sqlalchemy as sa
from alembic import op

revision = "c8d931369586"
down_revision = "7379f6b0ba89"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("webhook_endpoint", sa.Column("department", sa.String(length=100), nullable=True))


def downgrade() -> None:
    op.drop_column("webhook_endpoint", "department")
