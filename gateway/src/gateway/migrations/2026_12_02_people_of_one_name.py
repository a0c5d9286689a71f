"""a code tells people of one name apart"""

import sqlalchemy as sa
from alembic import op

revision = "b7f03e58d21c"
down_revision = "a4d19c7e60b3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("distinction", sa.String(length=12), nullable=True))


def downgrade() -> None:
    op.drop_column("account", "distinction")
