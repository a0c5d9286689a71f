"""What a case was before a rebound reopened it, so that a rebound that was none gives it back."""

import sqlalchemy as sa
from alembic import op

revision = "0040a7e50002"
down_revision = "9c02a94e0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plaque", sa.Column("before_rebound", sa.Text()))
    op.add_column("plaque", sa.Column("settled_at", sa.DateTime(timezone=True)))
    # Whose disposal nobody ordered anew since it was seen again had been verified, as nearly all are.
    op.execute("""
        UPDATE plaque AS removed SET before_rebound = 'verified', settled_at = removed.done_at
        WHERE removed.state = 'reopened'
          AND EXISTS (SELECT FROM plaque AS again WHERE again.rebound_of = removed.id AND again.state = 'flagged')
    """)


def downgrade() -> None:
    op.drop_column("plaque", "settled_at")
    op.drop_column("plaque", "before_rebound")
