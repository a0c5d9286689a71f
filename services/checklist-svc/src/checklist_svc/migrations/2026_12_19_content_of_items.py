"""What the work of a list item is, and on which law it stands for how long."""

import sqlalchemy as sa
from alembic import op

revision = "17e35a0e0123"
down_revision = "9a7e0c4d0110"
branch_labels = None
depends_on = None

_TEXTS = {"doer": 300, "how_often": 200, "not_required": 500, "support": 500, "law": 200, "article": 100}
_DAYS = ("law_from", "law_until")


def upgrade() -> None:
    for name, length in _TEXTS.items():
        op.add_column("list_item", sa.Column(name, sa.String(length), nullable=False, server_default=""))
    for name in _DAYS:
        op.add_column("list_item", sa.Column(name, sa.Date()))


def downgrade() -> None:
    for name in (*_TEXTS, *_DAYS):
        op.drop_column("list_item", name)
