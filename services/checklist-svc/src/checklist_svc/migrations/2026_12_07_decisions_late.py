"""Applications that nobody decided by their last day, and the approver's word about them."""

import sqlalchemy as sa
from alembic import op

revision = "9a7e0c4d0111"
down_revision = "62e60a4d0103"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("admission", sa.Column("decision_late", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("admission", sa.Column("urging", sa.String(500)))


def downgrade() -> None:
    op.drop_column("admission", "urging")
    op.drop_column("admission", "decision_late")
