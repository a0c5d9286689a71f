"""The texts of letters, why one goes to many, and which were about the same problem."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "5d3c8a1f60b7"
down_revision = "68cdb78cde45"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("texts", "repeats"):
        column = sa.Column(name, postgresql.JSONB(), nullable=False, server_default=sa.text("'[]'"))
        op.add_column("letter", column)
    op.add_column("letter", sa.Column("mass_reason", sa.String(length=500), nullable=True))


def downgrade() -> None:
    for name in ("mass_reason", "repeats", "texts"):
        op.drop_column("letter", name)
