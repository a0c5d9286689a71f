"""The security log, seals by a key outside of the database, and when personal data were erased."""

import sqlalchemy as sa
from alembic import op
from servicekit import schema

revision = "83f9a637777f"
down_revision = "7e308f20c545"
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema.install(op, version=2)
    for table in ("application", "certificate"):
        op.add_column(table, sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for table in ("application", "certificate"):
        op.drop_column(table, "erased_at")
    op.execute("DROP FUNCTION security_log_delete_older_than(integer, integer)")
    op.execute("DROP TABLE deletion_proof, log_seal, security_log")
    op.execute("ALTER TABLE audit DROP COLUMN mac")
