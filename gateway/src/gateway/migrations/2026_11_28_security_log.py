"""The security log, and seals by a key outside of the database."""

from alembic import op
from servicekit import schema

revision = "7172d654b0bf"
down_revision = "7318cadede80"
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema.install(op, version=2)


def downgrade() -> None:
    op.execute("DROP FUNCTION security_log_delete_older_than(integer, integer)")
    op.execute("DROP TABLE deletion_proof, log_seal, security_log")
    op.execute("ALTER TABLE audit DROP COLUMN mac")
