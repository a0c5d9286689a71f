"""The holiday notices that an operator publishes, and the validity of departments."""

import sqlalchemy as sa
from alembic import op
from countykit import schema as county_schema
from sqlalchemy.dialects import postgresql

revision = "7318cadede80"
down_revision = "e064ba020a38"
branch_labels = None
depends_on = None


def upgrade() -> None:
    county_schema.install(op, version=2)
    op.add_column("registered_department", sa.Column("valid_from", sa.Date(), nullable=True))
    op.add_column("registered_department", sa.Column("valid_to", sa.Date(), nullable=True))
    op.create_table(
        "published_calendar",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("days_off", postgresql.ARRAY(sa.Date()), nullable=False),
        sa.Column("make_up_days", postgresql.ARRAY(sa.Date()), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("published_calendar_pkey")),
        sa.UniqueConstraint("region", "year", name=op.f("published_calendar_region_year_key")),
    )
    op.create_index(op.f("published_calendar_region_idx"), "published_calendar", ["region"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("published_calendar_region_idx"), table_name="published_calendar")
    op.drop_table("published_calendar")
    op.drop_column("registered_department", "valid_to")
    op.drop_column("registered_department", "valid_from")
    op.execute("ALTER TABLE department DROP COLUMN valid_from, DROP COLUMN valid_to")
    op.execute("DROP TABLE calendar_notice")
