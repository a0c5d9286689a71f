"""initial"""

import sqlalchemy as sa
from alembic import op
from countykit import schema as directory_schema
from servicekit import schema
from sqlalchemy.dialects import postgresql

revision = "120d721dfc68"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema.install(op, version=1)
    directory_schema.install(op, version=1)
    op.create_table(
        "plaque",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("spec", sa.String(), nullable=True),
        sa.Column("placement", sa.Text(), nullable=False),
        sa.Column("width_mm", sa.Integer(), nullable=False),
        sa.Column("height_mm", sa.Integer(), nullable=False),
        sa.Column("background", sa.String(), nullable=False),
        sa.Column("text_colour", sa.String(), nullable=False),
        sa.Column("hung_on", sa.Date(), nullable=True),
        sa.Column("last_activity_on", sa.Date(), nullable=True),
        sa.Column("department", sa.String(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("differences", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("conforms", sa.Boolean(), nullable=False),
        sa.Column("yardstick", sa.String(), nullable=False),
        sa.Column("flag_reason", sa.Text(), nullable=True),
        sa.Column("disposal", sa.Text(), nullable=True),
        sa.Column("into_spec", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("done_by", sa.String(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rebound_of", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["rebound_of"], ["plaque.id"], name=op.f("plaque_rebound_of_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("plaque_pkey")),
    )
    op.create_index(
        "hanging_by_yardstick",
        "plaque",
        ["yardstick", "region"],
        unique=False,
        postgresql_where=sa.text("(state NOT IN ('done', 'verified') OR disposal = 'replace')"),
    )
    op.create_index(
        "one_case_per_board",
        "plaque",
        ["region", "fingerprint"],
        unique=True,
        postgresql_where=sa.text("rebound_of IS NULL"),
    )
    op.create_index(
        "one_hanging_rebound_per_case",
        "plaque",
        ["rebound_of"],
        unique=True,
        postgresql_where=sa.text(
            "rebound_of IS NOT NULL AND (state NOT IN ('done', 'verified') OR disposal = 'replace')"
        ),
    )
    op.create_index(op.f("plaque_region_idx"), "plaque", ["region"], unique=False)
    op.create_table(
        "spec_table",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("provenance_values", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("spec_table_pkey")),
        sa.UniqueConstraint("number", name=op.f("spec_table_number_key")),
    )
    op.create_index(op.f("spec_table_region_idx"), "spec_table", ["region"], unique=False)
    op.create_table(
        "plaque_spec",
        sa.Column("table_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("placement", sa.Text(), nullable=False),
        sa.Column("orientation", sa.String(), nullable=False),
        sa.Column("width_mm", sa.Integer(), nullable=False),
        sa.Column("height_mm", sa.Integer(), nullable=False),
        sa.Column("material", sa.String(), nullable=False),
        sa.Column("background", sa.String(), nullable=False),
        sa.Column("text_colour", sa.String(), nullable=False),
        sa.Column("font", sa.String(), nullable=False),
        sa.Column("hang_at", sa.String(), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("provenance", sa.String(), nullable=False),
        sa.Column("spec_provenance", sa.String(), nullable=False),
        sa.Column("notes", sa.String(), nullable=True),
        sa.Column("known_as", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("any_name", sa.Boolean(), nullable=False),
        sa.Column("absorbs", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("absorbs_source", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["table_id"], ["spec_table.id"], name=op.f("plaque_spec_table_id_fkey")),
        sa.PrimaryKeyConstraint("table_id", "code", name=op.f("plaque_spec_pkey")),
    )


def downgrade() -> None:
    op.drop_table("plaque_spec")
    op.drop_index(op.f("spec_table_region_idx"), table_name="spec_table")
    op.drop_table("spec_table")
    op.drop_index(op.f("plaque_region_idx"), table_name="plaque")
    op.drop_index(
        "one_hanging_rebound_per_case",
        table_name="plaque",
        postgresql_where=sa.text(
            "rebound_of IS NOT NULL AND (state NOT IN ('done', 'verified') OR disposal = 'replace')"
        ),
    )
    op.drop_index("one_case_per_board", table_name="plaque", postgresql_where=sa.text("rebound_of IS NULL"))
    op.drop_index(
        "hanging_by_yardstick",
        table_name="plaque",
        postgresql_where=sa.text("(state NOT IN ('done', 'verified') OR disposal = 'replace')"),
    )
    op.drop_table("plaque")
