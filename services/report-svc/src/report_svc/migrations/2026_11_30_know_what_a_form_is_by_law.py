"""know what a form is by law"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "3e9a61c7d0b8"
down_revision = "b7d2f4a90c16"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def upgrade() -> None:
    op.add_column("form", sa.Column("kind", sa.Text(), nullable=True))
    op.add_column("form", sa.Column("issuing_level", sa.Text(), nullable=True))
    op.add_column("form", sa.Column("survey_approval", postgresql.JSONB(), nullable=True))
    op.add_column("form", sa.Column("survey_recorded_by", sa.String(length=200), nullable=True))
    op.add_column("element_value", sa.Column("surveyed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("element_value", "surveyed", server_default=None)


def downgrade() -> None:
    op.drop_column("element_value", "surveyed")
    for name in ("survey_recorded_by", "survey_approval", "issuing_level", "kind"):
        op.drop_column("form", name)
