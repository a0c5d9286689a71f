"""What an application confirms of its matter: the item, whom it is about, and what villages are to report."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "5a3e3a77e002"
down_revision = "91a27e170007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("admission", sa.Column("matter", sa.String(20)))
    op.add_column("admission", sa.Column("about", sa.String(100)))
    op.add_column(
        "admission",
        sa.Column("columns", postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default="[]"),
    )


def downgrade() -> None:
    for name in ("columns", "about", "matter"):
        op.drop_column("admission", name)
