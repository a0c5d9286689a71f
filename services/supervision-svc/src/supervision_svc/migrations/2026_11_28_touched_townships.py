"""Which townships any event of a batch was about: their to-dos may have changed, whatever the board says."""

from alembic import op

revision = "5c1f0a7be204"
down_revision = "d1ab2282bc9b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE change ADD COLUMN touched text[] NOT NULL DEFAULT '{}'")


def downgrade() -> None:
    op.execute("ALTER TABLE change DROP COLUMN touched")
