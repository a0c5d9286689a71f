"""what came after the baseline: it counts for no completion"""

import sqlalchemy as sa
from alembic import op

revision = "b1a5e11e0001"
down_revision = "0b1ec7101a01"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def upgrade() -> None:
    # What is on the record already was on the survey.
    op.add_column("chat_group", sa.Column("after_baseline", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.alter_column("chat_group", "after_baseline", server_default=None)
    op.create_index("chat_group_first_of_county", "chat_group", [sa.literal_column("left(region, 6)"), "created_at"])


def downgrade() -> None:
    op.drop_index("chat_group_first_of_county", table_name="chat_group")
    op.drop_column("chat_group", "after_baseline")
