"""Platforms by their name, and groups whose closing is looked at by somebody outside of the township."""

import sqlalchemy as sa
from alembic import op

revision = "0135b9e50001"
down_revision = "0135a9e50001"
branch_labels = None
depends_on = None

ADDED = (
    sa.Column("platform_name", sa.String(40)),
    sa.Column("closed_on", sa.Date()),
    sa.Column("closed_by", sa.String(200)),
    sa.Column("verified_on", sa.Date()),
)


def upgrade() -> None:
    for column in ADDED:
        op.add_column("chat_group", column)
    # Nothing happens to a closed group, so it was closed when it changed last.
    op.execute(
        "UPDATE chat_group SET closed_on = (updated_at AT TIME ZONE 'Asia/Shanghai')::date "
        "WHERE state IN ('merged', 'dissolved')"
    )


def downgrade() -> None:
    for column in ADDED:
        op.drop_column("chat_group", column.name)
