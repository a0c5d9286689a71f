"""A township is heard before a certificate of it is found faulty, and contests that afterwards."""

import sqlalchemy as sa
from alembic import op

revision = "0040a7e50004"
down_revision = "9c02a94e0004"
branch_labels = None
depends_on = None

_COLUMNS = (
    ("objection", sa.String(2000)),
    ("objected_by", sa.String(200)),
    ("objection_due_on", sa.Date()),
    ("review", sa.String(500)),
    ("reviewed_by", sa.String(200)),
    ("reviewed_at", sa.DateTime(timezone=True)),
    ("suspended_by", sa.String(200)),
    ("suspended_on", sa.Date()),
    ("statement", sa.String(2000)),
    ("statement_due_on", sa.Date()),
    ("revoked_on", sa.Date()),
    ("revoked_by", sa.String(200)),
)


def upgrade() -> None:
    for name, kind in _COLUMNS:
        op.add_column("certificate", sa.Column(name, kind))
    for name in ("fault", "forbidden"):
        op.add_column("certificate", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    for name in ("forbidden", "fault", *(name for name, _ in reversed(_COLUMNS))):
        op.drop_column("certificate", name)
