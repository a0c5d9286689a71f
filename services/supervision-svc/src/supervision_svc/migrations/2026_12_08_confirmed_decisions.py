"""Tasks of townships that wait for their confirmation."""

import sqlalchemy as sa
from alembic import op

revision = "e1b94c07a2d5"
down_revision = "5d3c8a1f60b7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("meeting_decision", sa.Column("proposed_by", sa.String(length=200), nullable=True))
    op.add_column("meeting_decision", sa.Column("proposed_department", sa.String(length=60), nullable=True))


def downgrade() -> None:
    op.drop_column("meeting_decision", "proposed_department")
    op.drop_column("meeting_decision", "proposed_by")
