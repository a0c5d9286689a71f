"""service halls, their matters and guides, checks of the three details, and what is printed of them"""

import sqlalchemy as sa
from alembic import op
from servicekit import schema
from servicekit.printing import schema as printing
from sqlalchemy.dialects import postgresql

revision = "c7d1a9be0053"
down_revision = "c7d1a9be0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema.run(op, printing.__name__, 1)
    schema.run(op, printing.__name__, 2)
    op.create_table(
        "hall",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("at_party_centre", sa.Boolean(), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("hours", sa.String(length=100), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("areas", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("hall_pkey")),
        sa.UniqueConstraint("code", name=op.f("hall_code_key")),
    )
    op.create_index(op.f("hall_region_idx"), "hall", ["region"], unique=False)
    op.create_index(
        "one_hall_per_name", "hall", ["region", "name"], unique=True, postgresql_where=sa.text("state = 'open'")
    )
    op.create_table(
        "service_matter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("post", sa.String(length=30), nullable=False),
        sa.Column("materials", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("steps", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("hours", sa.String(length=100), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("workdays", sa.Integer(), nullable=False),
        sa.Column("fee", sa.String(length=100), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("service_matter_pkey")),
        sa.UniqueConstraint("code", name=op.f("service_matter_code_key")),
    )
    op.create_index(op.f("service_matter_region_idx"), "service_matter", ["region"], unique=False)
    op.create_table(
        "hall_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("objection", sa.String(length=2000), nullable=True),
        sa.Column("objected_by", sa.String(length=200), nullable=True),
        sa.Column("objection_due_on", sa.Date(), nullable=True),
        sa.Column("review", sa.String(length=500), nullable=True),
        sa.Column("reviewed_by", sa.String(length=200), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hall_id", sa.Uuid(), nullable=False),
        sa.Column("hall_name", sa.String(length=60), nullable=False),
        sa.Column("charged_home", sa.String(length=12), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("offices_together", sa.Boolean(), nullable=False),
        sa.Column("convenient", sa.Boolean(), nullable=False),
        sa.Column("honours_together", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reported_by", sa.String(length=200), nullable=False),
        sa.Column("judged_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.id"], name=op.f("hall_check_hall_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("hall_check_pkey")),
    )
    op.create_index(op.f("hall_check_region_idx"), "hall_check", ["region"], unique=False)
    op.create_index(
        "one_counting_check_per_hall",
        "hall_check",
        ["hall_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('confirmed', 'objected', 'upheld')"),
    )


def downgrade() -> None:
    op.drop_index(
        "one_counting_check_per_hall",
        table_name="hall_check",
        postgresql_where=sa.text("state IN ('confirmed', 'objected', 'upheld')"),
    )
    op.drop_index(op.f("hall_check_region_idx"), table_name="hall_check")
    op.drop_table("hall_check")
    op.drop_index(op.f("service_matter_region_idx"), table_name="service_matter")
    op.drop_table("service_matter")
    op.drop_table("issued_document")
    op.drop_index("one_hall_per_name", table_name="hall", postgresql_where=sa.text("state = 'open'"))
    op.drop_index(op.f("hall_region_idx"), table_name="hall")
    op.drop_table("hall")
    op.drop_table("document_serial")
