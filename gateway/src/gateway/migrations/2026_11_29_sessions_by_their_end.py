"""what ended lately is found by an index"""

import sqlalchemy as sa
from alembic import op

revision = "c90b2f6d41ae"
down_revision = "a7d3c1e58f20"
branch_labels = None
depends_on = None


def upgrade() -> None:
    where = sa.text("revoked_at IS NOT NULL")
    op.create_index("ix_session_revoked_at", "session", ["revoked_at"], postgresql_where=where)


def downgrade() -> None:
    op.drop_index("ix_session_revoked_at", table_name="session")
