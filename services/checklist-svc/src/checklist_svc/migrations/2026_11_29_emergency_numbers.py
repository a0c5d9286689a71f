"""An emergency starts with a number before its papers are in."""

import sqlalchemy as sa
from alembic import op

revision = "e3e76e4c0076"
down_revision = "2f70d8b6e913"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("admission", sa.Column("papers_by", sa.Date(), nullable=True))
    op.add_column("admission", sa.Column("emergency_signature", sa.String(120), nullable=True))


def downgrade() -> None:
    for name in ("emergency_signature", "papers_by"):
        op.drop_column("admission", name)
