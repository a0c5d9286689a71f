"""An admission is valid in named places, for a form and quantity of work, and keeps the day of its early end."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2f70d8b6e913"
down_revision = "6a1e94c07b52"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def upgrade() -> None:
    places = sa.Column("regions", postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default="[]")
    op.add_column("admission", places)
    op.alter_column("admission", "regions", server_default=None)
    op.add_column("admission", sa.Column("work_form", sa.String(100), nullable=True))
    op.add_column("admission", sa.Column("quantity", sa.String(100), nullable=True))
    op.add_column("admission", sa.Column("ended_on", sa.Date(), nullable=True))


def downgrade() -> None:
    for name in ("ended_on", "quantity", "work_form", "regions"):
        op.drop_column("admission", name)
