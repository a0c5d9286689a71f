"""initial"""

import sqlalchemy as sa
from alembic import op
from countykit import schema as directory_schema
from servicekit import schema
from sqlalchemy.dialects import postgresql

revision = "06913067098a"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema.install(op, version=1)
    directory_schema.install(op, version=1)
    op.create_table(
        "catalogue",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("proposed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("catalogue_pkey")),
        sa.UniqueConstraint("region", "year", name=op.f("catalogue_region_year_key")),
    )
    op.create_index(op.f("catalogue_region_idx"), "catalogue", ["region"], unique=False)
    op.create_table(
        "form",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("table_number", sa.String(length=60), nullable=False),
        sa.Column("issued_by", sa.String(length=100), nullable=False),
        sa.Column("approval_number", sa.String(length=100), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("fields", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.String(length=500), nullable=False),
        sa.Column("target_level", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("form_pkey")),
    )
    op.create_index(
        "form_approved_until", "form", ["valid_until"], unique=False, postgresql_where=sa.text("state = 'approved'")
    )
    op.create_index(op.f("form_department_idx"), "form", ["department"], unique=False)
    op.create_index(op.f("form_region_idx"), "form", ["region"], unique=False)
    op.create_index(
        "one_live_form_per_county_and_code",
        "form",
        [sa.literal_column("left(region, 6)"), "code"],
        unique=True,
        postgresql_where=sa.text("state IN ('proposed', 'returned', 'approved')"),
    )
    op.create_table(
        "offplan_demand",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("table_number", sa.String(length=60), nullable=True),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("charged_home", sa.String(length=12), nullable=False),
        sa.Column("reached", sa.Text(), nullable=False),
        sa.Column("details", sa.String(length=1000), nullable=True),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("reported_by", sa.String(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("offplan_demand_pkey")),
    )
    op.create_index(op.f("offplan_demand_department_idx"), "offplan_demand", ["department"], unique=False)
    op.create_index(op.f("offplan_demand_region_idx"), "offplan_demand", ["region"], unique=False)
    op.create_table(
        "arrangement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.Column("villages", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("occupied_from", sa.Date(), nullable=False),
        sa.Column("occupied_until", sa.Date(), nullable=False),
        sa.Column("due", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("emergency_basis", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(["form_id"], ["form.id"], name=op.f("arrangement_form_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("arrangement_pkey")),
    )
    op.create_index(op.f("arrangement_form_id_idx"), "arrangement", ["form_id"], unique=False)
    op.create_index(op.f("arrangement_region_idx"), "arrangement", ["region"], unique=False)
    op.create_index(op.f("arrangement_year_idx"), "arrangement", ["year"], unique=False)
    op.create_table(
        "catalogue_entry",
        sa.Column("catalogue_id", sa.Uuid(), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["catalogue_id"], ["catalogue.id"], name=op.f("catalogue_entry_catalogue_id_fkey")),
        sa.ForeignKeyConstraint(["form_id"], ["form.id"], name=op.f("catalogue_entry_form_id_fkey")),
        sa.PrimaryKeyConstraint("catalogue_id", "form_id", name=op.f("catalogue_entry_pkey")),
    )
    op.create_index(op.f("catalogue_entry_form_id_idx"), "catalogue_entry", ["form_id"], unique=False)
    op.create_table(
        "arrangement_period",
        sa.Column("arrangement_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("fair_notice", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["arrangement_id"], ["arrangement.id"], name=op.f("arrangement_period_arrangement_id_fkey")
        ),
        sa.PrimaryKeyConstraint("arrangement_id", "period", name=op.f("arrangement_period_pkey")),
    )
    op.create_table(
        "filing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("arrangement_id", sa.Uuid(), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.String(length=60), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("values", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("on_time", sa.Boolean(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["arrangement_id"], ["arrangement.id"], name=op.f("filing_arrangement_id_fkey")),
        sa.ForeignKeyConstraint(["form_id"], ["form.id"], name=op.f("filing_form_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("filing_pkey")),
        sa.UniqueConstraint("arrangement_id", "region", "period", name=op.f("filing_arrangement_id_region_period_key")),
    )
    op.create_index(op.f("filing_form_id_idx"), "filing", ["form_id"], unique=False)
    op.create_index(op.f("filing_region_idx"), "filing", ["region"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("filing_region_idx"), table_name="filing")
    op.drop_index(op.f("filing_form_id_idx"), table_name="filing")
    op.drop_table("filing")
    op.drop_table("arrangement_period")
    op.drop_index(op.f("catalogue_entry_form_id_idx"), table_name="catalogue_entry")
    op.drop_table("catalogue_entry")
    op.drop_index(op.f("arrangement_year_idx"), table_name="arrangement")
    op.drop_index(op.f("arrangement_region_idx"), table_name="arrangement")
    op.drop_index(op.f("arrangement_form_id_idx"), table_name="arrangement")
    op.drop_table("arrangement")
    op.drop_index(op.f("offplan_demand_region_idx"), table_name="offplan_demand")
    op.drop_index(op.f("offplan_demand_department_idx"), table_name="offplan_demand")
    op.drop_table("offplan_demand")
    op.drop_index(
        "one_live_form_per_county_and_code",
        table_name="form",
        postgresql_where=sa.text("state IN ('proposed', 'returned', 'approved')"),
    )
    op.drop_index(op.f("form_region_idx"), table_name="form")
    op.drop_index(op.f("form_department_idx"), table_name="form")
    op.drop_index("form_approved_until", table_name="form", postgresql_where=sa.text("state = 'approved'"))
    op.drop_table("form")
    op.drop_index(op.f("catalogue_region_idx"), table_name="catalogue")
    op.drop_table("catalogue")
