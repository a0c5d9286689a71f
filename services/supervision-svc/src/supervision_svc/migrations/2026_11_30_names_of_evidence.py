"""What an event says of its record stays with the evidence, so that a lost point has a name."""

from alembic import op

revision = "c6f01d8ab2e5"
down_revision = "5be0c71d9a44"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE evidence ADD COLUMN label text NOT NULL DEFAULT ''")


def downgrade() -> None:
    op.execute("ALTER TABLE evidence DROP COLUMN label")
