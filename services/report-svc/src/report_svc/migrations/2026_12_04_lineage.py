"""The copy of who took over from whom in the directory."""

from alembic import op
from countykit import schema as county_schema

revision = "9c02a94e0003"
down_revision = "17c0a5e10058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    county_schema.install(op, version=4)


def downgrade() -> None:
    op.execute("DROP TABLE lineage")
