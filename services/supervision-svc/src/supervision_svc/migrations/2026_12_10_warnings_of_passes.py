"""What a visit strains beside those of other bodies, as it stood when its pass was given."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0115c0e30005"
down_revision = "0114c0e20005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("warnings", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False)
    op.add_column("visit_pass", column)


def downgrade() -> None:
    op.drop_column("visit_pass", "warnings")
