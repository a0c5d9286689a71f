"""Boards that seem to be removed ones under another name, when they are entered."""

import sqlalchemy as sa
from alembic import op

revision = "0119a1ed0002"
down_revision = "0119a1ed0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plaque", sa.Column("suspected", sa.Uuid(), sa.ForeignKey("plaque.id")))
    for name in ("suspicion", "answered_by"):
        op.add_column("plaque", sa.Column(name, sa.String(length=200)))


def downgrade() -> None:
    for name in ("answered_by", "suspicion", "suspected"):
        op.drop_column("plaque", name)
