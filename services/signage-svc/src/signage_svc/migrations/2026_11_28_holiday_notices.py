"""The published holiday notices."""

from alembic import op
from countykit import schema as county_schema

revision = "c6bc2c48ac3d"
down_revision = "120d721dfc68"
branch_labels = None
depends_on = None


def upgrade() -> None:
    county_schema.install(op, version=2)


def downgrade() -> None:
    op.execute("ALTER TABLE department DROP COLUMN valid_from, DROP COLUMN valid_to")
    op.execute("DROP TABLE calendar_notice")
