"""what came after the baseline: it counts for no completion"""

import sqlalchemy as sa
from alembic import op

revision = "b1a5e11e0002"
down_revision = "4b1f7c42856f"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def upgrade() -> None:
    # What is on the record already was on the survey.
    op.add_column("plaque", sa.Column("after_baseline", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.alter_column("plaque", "after_baseline", server_default=None)
    op.create_index("plaque_first_of_county", "plaque", [sa.literal_column("left(region, 6)"), "created_at"])


def downgrade() -> None:
    op.drop_index("plaque_first_of_county", table_name="plaque")
    op.drop_column("plaque", "after_baseline")
