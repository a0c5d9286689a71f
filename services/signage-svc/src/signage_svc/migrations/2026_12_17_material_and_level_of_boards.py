"""What a board is made of, and which level of administration demanded it."""

import sqlalchemy as sa
from alembic import op

revision = "0125a1ed0002"
down_revision = "0125a1ed0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plaque", sa.Column("material", sa.String(length=20)))
    op.add_column("plaque", sa.Column("level", sa.Text()))


def downgrade() -> None:
    op.drop_column("plaque", "level")
    op.drop_column("plaque", "material")
