"""A published edition can be taken back before its first day, which another edition may then have."""

import sqlalchemy as sa
from alembic import op

revision = "17c0a5e10060"
down_revision = "17c0a5e10056"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def upgrade() -> None:
    op.add_column("edition", sa.Column("reason", sa.String(500)))
    op.drop_constraint("edition_region_effective_from_key", "edition")
    op.create_index(
        "one_edition_per_first_day", "edition", ["region", "effective_from"], unique=True,
        postgresql_where=sa.text("state <> 'recalled'"),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("one_edition_per_first_day", table_name="edition")
    op.create_unique_constraint("edition_region_effective_from_key", "edition", ["region", "effective_from"])
    op.drop_column("edition", "reason")
