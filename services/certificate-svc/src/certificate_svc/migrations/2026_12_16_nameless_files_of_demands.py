"""Files of demands have no names: of what a demander wants in writing it may be the villager's."""

from alembic import op

revision = "0105a9e50003"
down_revision = "0105a9e50002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "UPDATE attachment SET name = NULL, version = version + 1 WHERE record_kind = 'demand' AND name IS NOT NULL"
    )


def downgrade() -> None:
    """The names are gone."""
