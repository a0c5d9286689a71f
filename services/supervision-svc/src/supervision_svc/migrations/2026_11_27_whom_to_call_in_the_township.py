"""Whom to call in the township about a letter."""

import sqlalchemy as sa
from alembic import op

revision = "0d0993f83903"
down_revision = "b2eba12e815e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("letter", sa.Column("handler_name", sa.String(length=50), nullable=True))
    op.add_column("letter", sa.Column("handler_phone", sa.String(length=30), nullable=True))


def downgrade() -> None:
    op.drop_column("letter", "handler_phone")
    op.drop_column("letter", "handler_name")
