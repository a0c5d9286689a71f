"""A township contests a finding; people who did not find it decide."""

import sqlalchemy as sa
from alembic import op

revision = "0040a7e50005"
down_revision = "9c02a94e0005"
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
        op.add_column("finding", sa.Column(name, kind))
    op.add_column("rectification", sa.Column("overdue_on", sa.Date()))


def downgrade() -> None:
    op.drop_column("rectification", "overdue_on")
    for name, _ in reversed(_COLUMNS):
        op.drop_column("finding", name)
