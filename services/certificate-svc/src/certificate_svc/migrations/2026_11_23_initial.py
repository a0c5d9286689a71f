"""initial"""

import sqlalchemy as sa
from alembic import op
from countykit import schema as directory_schema
from servicekit import schema
from sqlalchemy.dialects import postgresql

revision = "2fef24ce43b4"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema.install(op, version=1)
    directory_schema.install(op, version=1)
    op.create_table(
        "certificate_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("aliases", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("category", sa.String(length=100), nullable=False),
        sa.Column("legal_basis", sa.String(length=500), nullable=False),
        sa.Column("requested_by", sa.String(length=200), nullable=True),
        sa.Column("issuing_body", sa.String(length=200), nullable=True),
        sa.Column("guide", sa.String(length=4000), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("public_interest", sa.Boolean(), nullable=False),
        sa.Column("issue_instead", sa.String(length=500), nullable=True),
        sa.Column("typical_use", sa.String(length=500), nullable=True),
        sa.Column("exception", sa.String(length=500), nullable=True),
        sa.Column("decided_by", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=True),
        sa.Column("provenance", sa.String(length=60), nullable=False),
        sa.Column("detail_provenance", sa.String(length=60), nullable=True),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("certificate_item_pkey")),
    )
    op.create_index(op.f("certificate_item_region_idx"), "certificate_item", ["region"], unique=False)
    op.create_index(
        "one_item_version_in_force",
        "certificate_item",
        ["region", "code"],
        unique=True,
        postgresql_where=sa.text("effective_to IS NULL"),
    )
    op.create_table(
        "number_counter",
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("region", "year", name=op.f("number_counter_pkey")),
    )
    op.create_table(
        "training",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("attendees", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("training_pkey")),
    )
    op.create_index(op.f("training_region_idx"), "training", ["region"], unique=False)
    op.create_table(
        "unmasking",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resource", sa.String(length=80), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("unmasking_pkey")),
    )
    op.create_index(op.f("unmasking_region_idx"), "unmasking", ["region"], unique=False)
    op.create_index(op.f("unmasking_resource_idx"), "unmasking", ["resource"], unique=False)
    op.create_table(
        "application",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id_index", sa.LargeBinary(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("item_code", sa.String(length=60), nullable=False),
        sa.Column("item_name", sa.String(length=200), nullable=False),
        sa.Column("demander", sa.String(length=200), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("exception_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["certificate_item.id"], name=op.f("application_item_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("application_pkey")),
    )
    op.create_index(op.f("application_department_idx"), "application", ["department"], unique=False)
    op.create_index(op.f("application_id_index_idx"), "application", ["id_index"], unique=False)
    op.create_index(op.f("application_item_code_idx"), "application", ["item_code"], unique=False)
    op.create_index(op.f("application_region_idx"), "application", ["region"], unique=False)
    op.create_table(
        "certificate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id_index", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("item_code", sa.String(length=60), nullable=False),
        sa.Column("item_name", sa.String(length=200), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("verification_code", sa.String(length=32), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("replaced_by", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("certificate_application_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("certificate_pkey")),
        sa.UniqueConstraint("number", name=op.f("certificate_number_key")),
        sa.UniqueConstraint("region", "year", "serial", name=op.f("certificate_region_year_serial_key")),
        sa.UniqueConstraint("verification_code", name=op.f("certificate_verification_code_key")),
    )
    op.create_index(op.f("certificate_application_id_idx"), "certificate", ["application_id"], unique=False)
    op.create_index(op.f("certificate_id_index_idx"), "certificate", ["id_index"], unique=False)
    op.create_index(op.f("certificate_item_code_idx"), "certificate", ["item_code"], unique=False)
    op.create_index(op.f("certificate_region_idx"), "certificate", ["region"], unique=False)
    op.create_table(
        "demand",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("item_code", sa.String(length=60), nullable=False),
        sa.Column("item_name", sa.String(length=200), nullable=False),
        sa.Column("demander", sa.String(length=200), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=True),
        sa.Column("charged_home", sa.String(length=12), nullable=True),
        sa.Column("demanded_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("demand_application_id_fkey"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("demand_pkey")),
    )
    op.create_index(op.f("demand_department_idx"), "demand", ["department"], unique=False)
    op.create_index(op.f("demand_region_idx"), "demand", ["region"], unique=False)
    op.create_table(
        "lookup_count",
        sa.Column("certificate_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("lookups", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["certificate_id"], ["certificate.id"], name=op.f("lookup_count_certificate_id_fkey")),
        sa.PrimaryKeyConstraint("certificate_id", "day", name=op.f("lookup_count_pkey")),
    )


def downgrade() -> None:
    op.drop_table("lookup_count")
    op.drop_index(op.f("demand_region_idx"), table_name="demand")
    op.drop_index(op.f("demand_department_idx"), table_name="demand")
    op.drop_table("demand")
    op.drop_index(op.f("certificate_region_idx"), table_name="certificate")
    op.drop_index(op.f("certificate_item_code_idx"), table_name="certificate")
    op.drop_index(op.f("certificate_id_index_idx"), table_name="certificate")
    op.drop_index(op.f("certificate_application_id_idx"), table_name="certificate")
    op.drop_table("certificate")
    op.drop_index(op.f("application_region_idx"), table_name="application")
    op.drop_index(op.f("application_item_code_idx"), table_name="application")
    op.drop_index(op.f("application_id_index_idx"), table_name="application")
    op.drop_index(op.f("application_department_idx"), table_name="application")
    op.drop_table("application")
    op.drop_index(op.f("unmasking_resource_idx"), table_name="unmasking")
    op.drop_index(op.f("unmasking_region_idx"), table_name="unmasking")
    op.drop_table("unmasking")
    op.drop_index(op.f("training_region_idx"), table_name="training")
    op.drop_table("training")
    op.drop_table("number_counter")
    op.drop_index(
        "one_item_version_in_force", table_name="certificate_item", postgresql_where=sa.text("effective_to IS NULL")
    )
    op.drop_index(op.f("certificate_item_region_idx"), table_name="certificate_item")
    op.drop_table("certificate_item")
