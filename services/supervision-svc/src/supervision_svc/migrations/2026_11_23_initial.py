"""initial"""

import sqlalchemy as sa
from alembic import op
from countykit import schema as directory_schema
from servicekit import schema
from sqlalchemy.dialects import postgresql
from supervision_svc.facts import schema as facts_schema

revision = "b2eba12e815e"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema.install(op, version=1)
    directory_schema.install(op, version=1)
    op.create_table(
        "change",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("transaction", sa.BigInteger(), nullable=False),
        sa.Column("regions", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("change_pkey")),
    )
    op.create_index(op.f("change_transaction_idx"), "change", ["transaction"], unique=False)
    op.create_table(
        "daily",
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("figure", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("region", "figure", "day", "department", name=op.f("daily_pkey")),
        postgresql_with={"fillfactor": "70"},
    )
    op.create_table(
        "evidence",
        sa.Column("figure", sa.Text(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.SmallInteger(), nullable=False),
        sa.Column("delta", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("figure", "region", "day", "event_id", "ordinal", name=op.f("evidence_pkey")),
        postgresql_partition_by="RANGE (day)",
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("county", sa.String(length=12), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("addressee", sa.String(length=100), nullable=False),
        sa.Column("sender", sa.String(length=200), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("problems", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("deadline_workdays", sa.Integer(), nullable=False),
        sa.Column("contact_name", sa.String(length=50), nullable=False),
        sa.Column("contact_phone", sa.String(length=30), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sent_by", sa.String(length=200), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_by", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("letter_pkey")),
        sa.UniqueConstraint("county", "year", "serial", name=op.f("letter_county_year_serial_key")),
    )
    op.create_index(op.f("letter_region_idx"), "letter", ["region"], unique=False)
    op.create_table(
        "letter_serial",
        sa.Column("county", sa.String(length=12), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("county", "year", name=op.f("letter_serial_pkey")),
    )
    op.create_table(
        "scheme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("saved_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("scheme_pkey")),
        sa.UniqueConstraint("region", "number", name=op.f("scheme_region_number_key")),
    )
    op.create_index(op.f("scheme_region_idx"), "scheme", ["region"], unique=False)
    op.create_table(
        "visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("plan", sa.String(length=60), nullable=True),
        sa.Column("unannounced", sa.Boolean(), nullable=False),
        sa.Column("team_size", sa.Integer(), nullable=True),
        sa.Column("department", sa.String(length=60), nullable=True),
        sa.Column("reported_department", sa.String(length=60), nullable=True),
        sa.Column("demanded", sa.String(length=1000), nullable=True),
        sa.Column("week_place", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=True),
        sa.Column("decision_note", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("visit_pkey")),
    )
    op.create_index(
        "one_report_per_offplan_visit",
        "visit",
        ["region", "reported_department", "visited_on"],
        unique=True,
        postgresql_where=sa.text("state IN ('reported', 'confirmed')"),
    )
    op.create_index(op.f("visit_region_idx"), "visit", ["region"], unique=False)
    op.create_index("visit_region_visited_on_idx", "visit", ["region", "visited_on"], unique=False)
    op.create_table(
        "finding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("description", sa.String(length=1000), nullable=False),
        sa.Column("clause", sa.String(length=10), nullable=False),
        sa.Column("evidence", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("source", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("finding_visit_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("finding_pkey")),
    )
    op.create_index(op.f("finding_region_idx"), "finding", ["region"], unique=False)
    op.create_index(op.f("finding_visit_id_idx"), "finding", ["visit_id"], unique=False)
    op.create_table(
        "guidance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("participants_departments", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("agreed_measures", sa.String(length=2000), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("guidance_letter_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("guidance_pkey")),
    )
    op.create_index(op.f("guidance_letter_id_idx"), "guidance", ["letter_id"], unique=False)
    op.create_index(op.f("guidance_region_idx"), "guidance", ["region"], unique=False)
    op.create_table(
        "practice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("village", sa.String(length=12), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.String(length=2000), nullable=False),
        sa.Column("evidence", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("verified_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("practice_visit_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("practice_pkey")),
    )
    op.create_index(op.f("practice_region_idx"), "practice", ["region"], unique=False)
    op.create_index(op.f("practice_visit_id_idx"), "practice", ["visit_id"], unique=False)
    op.create_table(
        "rectification",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("letter_number", sa.String(length=60), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("description", sa.String(length=1000), nullable=False),
        sa.Column("clause", sa.String(length=10), nullable=False),
        sa.Column("demand", sa.String(length=1000), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("overdue_deadline", sa.Date(), nullable=True),
        sa.Column("extension_reason", sa.String(length=500), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rounds", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("rectification_finding_id_fkey")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("rectification_letter_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("rectification_pkey")),
    )
    op.create_index(
        "one_unfinished_rectification_per_finding",
        "rectification",
        ["finding_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'closed'"),
    )
    op.create_index(op.f("rectification_letter_id_idx"), "rectification", ["letter_id"], unique=False)
    op.create_index(op.f("rectification_region_idx"), "rectification", ["region"], unique=False)
    op.create_index(
        "rectification_running_deadline_idx",
        "rectification",
        ["deadline"],
        unique=False,
        postgresql_where=sa.text("state IN ('open', 'in_progress', 'reopened')"),
    )
    facts_schema.install(op)


def downgrade() -> None:
    facts_schema.uninstall(op)
    op.drop_index(
        "rectification_running_deadline_idx",
        table_name="rectification",
        postgresql_where=sa.text("state IN ('open', 'in_progress', 'reopened')"),
    )
    op.drop_index(op.f("rectification_region_idx"), table_name="rectification")
    op.drop_index(op.f("rectification_letter_id_idx"), table_name="rectification")
    op.drop_index(
        "one_unfinished_rectification_per_finding",
        table_name="rectification",
        postgresql_where=sa.text("state <> 'closed'"),
    )
    op.drop_table("rectification")
    op.drop_index(op.f("practice_visit_id_idx"), table_name="practice")
    op.drop_index(op.f("practice_region_idx"), table_name="practice")
    op.drop_table("practice")
    op.drop_index(op.f("guidance_region_idx"), table_name="guidance")
    op.drop_index(op.f("guidance_letter_id_idx"), table_name="guidance")
    op.drop_table("guidance")
    op.drop_index(op.f("finding_visit_id_idx"), table_name="finding")
    op.drop_index(op.f("finding_region_idx"), table_name="finding")
    op.drop_table("finding")
    op.drop_index("visit_region_visited_on_idx", table_name="visit")
    op.drop_index(op.f("visit_region_idx"), table_name="visit")
    op.drop_index(
        "one_report_per_offplan_visit",
        table_name="visit",
        postgresql_where=sa.text("state IN ('reported', 'confirmed')"),
    )
    op.drop_table("visit")
    op.drop_index(op.f("scheme_region_idx"), table_name="scheme")
    op.drop_table("scheme")
    op.drop_table("letter_serial")
    op.drop_index(op.f("letter_region_idx"), table_name="letter")
    op.drop_table("letter")
    op.drop_table("evidence")
    op.drop_table("daily")
    op.drop_index(op.f("change_transaction_idx"), table_name="change")
    op.drop_table("change")
