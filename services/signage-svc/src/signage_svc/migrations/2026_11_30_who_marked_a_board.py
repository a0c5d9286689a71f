"""Who marked a board: a wrong mark is taken back by somebody else. Of older marks nobody is known."""

import sqlalchemy as sa
from alembic import op

revision = "c7d1a9be0056"
down_revision = "c7d1a9be0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plaque", sa.Column("flagged_by", sa.String(200)))


def downgrade() -> None:
    op.drop_column("plaque", "flagged_by")
