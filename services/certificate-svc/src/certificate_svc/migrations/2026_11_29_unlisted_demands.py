"""Applications and demands of what no list knows."""

import sqlalchemy as sa
from alembic import op

revision = "8b2e4f6a1c53"
down_revision = "7a1d0c5e9b42"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("application", "item_id", nullable=True)
    op.alter_column("application", "item_code", nullable=True)
    op.add_column("application", sa.Column("issue_instead", sa.String(500)))
    op.add_column("demand", sa.Column("likely_item", sa.String(60)))
    op.add_column("demand", sa.Column("classified_on", sa.Date()))
    op.add_column("demand", sa.Column("classified_by", sa.String(200)))


def downgrade() -> None:
    for column in ("classified_by", "classified_on", "likely_item"):
        op.drop_column("demand", column)
    op.drop_column("application", "issue_instead")
    op.execute("DELETE FROM demand WHERE application_id IN (SELECT id FROM application WHERE item_id IS NULL)")
    op.execute("DELETE FROM application WHERE item_id IS NULL")
    op.alter_column("application", "item_code", nullable=False)
    op.alter_column("application", "item_id", nullable=False)
