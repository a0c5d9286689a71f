"""What a picture of a board shows, and since when one shows the disposal that was ordered last."""

import sqlalchemy as sa
from alembic import op

revision = "0125a1ed0001"
down_revision = "0119a1ed0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attachment", sa.Column("kind", sa.String(length=20)))
    op.add_column("plaque", sa.Column("ordered_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("plaque", "ordered_at")
    op.drop_column("attachment", "kind")
