"""The copy of who took over from whom in the directory."""

from alembic import op
from countykit import schema as county_schema

revision = "9c02a94e0004"
down_revision = "d7a9e1f34b08"
branch_labels = None
depends_on = None


def upgrade() -> None:
    county_schema.install(op, version=4)


def downgrade() -> None:
    op.execute("DROP TABLE lineage")
