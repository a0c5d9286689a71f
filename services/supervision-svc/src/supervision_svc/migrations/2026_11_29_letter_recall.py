"""Letters may be answered by the township and recalled by the county; their repairs are cancelled then."""

import sqlalchemy as sa
from alembic import op

revision = "e07a5c81b349"
down_revision = "d9b3417c6e25"
branch_labels = None
depends_on = None
min_release = "0.2.0"
_INDEX = "one_unfinished_rectification_per_finding"
_COLUMNS = (
    ("statement", sa.String(length=2000)), ("stated_on", sa.Date()), ("stated_by", sa.String(length=200)),
    ("reply", sa.String(length=1000)), ("replied_on", sa.Date()), ("replied_by", sa.String(length=200)),
)  # fmt: skip


def upgrade() -> None:
    for name, kind in _COLUMNS:
        op.add_column("letter", sa.Column(name, kind, nullable=True))
    op.drop_index(_INDEX, table_name="rectification")
    op.create_index(
        _INDEX, "rectification", ["finding_id"], unique=True,
        postgresql_where=sa.text("state NOT IN ('closed', 'cancelled')"),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index(_INDEX, table_name="rectification")
    op.execute("DELETE FROM rectification WHERE state = 'cancelled'")
    op.create_index(_INDEX, "rectification", ["finding_id"], unique=True, postgresql_where=sa.text("state <> 'closed'"))
    for name, _ in _COLUMNS:
        op.drop_column("letter", name)
