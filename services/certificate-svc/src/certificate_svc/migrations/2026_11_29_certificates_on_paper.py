"""For whom a certificate is, and until when."""

import sqlalchemy as sa
from alembic import op

revision = "5e2a9d7c1b34"
down_revision = "4b1f7c3d9a20"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("certificate", sa.Column("demander", sa.String(200)))
    op.add_column("certificate", sa.Column("valid_until", sa.Date()))


def downgrade() -> None:
    op.drop_column("certificate", "valid_until")
    op.drop_column("certificate", "demander")
