"""A township contests a problem that was written out in a letter; people who did not send it decide."""

import sqlalchemy as sa
from alembic import op

revision = "0114c0e20005"
down_revision = "0113c0e10005"
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
        op.add_column("rectification", sa.Column(name, kind))
    op.add_column("rectification", sa.Column("sent_by", sa.String(200), server_default="", nullable=False))
    op.execute(
        "UPDATE rectification SET sent_by = letter.sent_by FROM letter WHERE letter.id = rectification.letter_id"
    )


def downgrade() -> None:
    op.drop_column("rectification", "sent_by")
    for name, _ in reversed(_COLUMNS):
        op.drop_column("rectification", name)
