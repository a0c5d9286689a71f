"""A township contests the mark of a board; people who had no part in it decide."""

import sqlalchemy as sa
from alembic import op

revision = "c7d1a9be0057"
down_revision = "c7d1a9be0056"
branch_labels = None
depends_on = None

_COLUMNS = (
    ("objection", sa.String(2000)),
    ("objected_by", sa.String(200)),
    ("objection_due_on", sa.Date()),
    ("review", sa.String(500)),
    ("reviewed_by", sa.String(200)),
    ("reviewed_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    for name, kind in _COLUMNS:
        op.add_column("plaque", sa.Column(name, kind))


def downgrade() -> None:
    for name, _ in reversed(_COLUMNS):
        op.drop_column("plaque", name)
