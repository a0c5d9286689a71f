"""initial"""

import sqlalchemy as sa
from alembic import op
from countykit import schema as directory_schema
from servicekit import schema
from sqlalchemy.dialects import postgresql

revision = "c92260c87662"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema.install(op, version=1)
    directory_schema.install(op, version=1)
    op.create_table(
        "admission",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("content", sa.String(length=2000), nullable=False),
        sa.Column("legal_basis", sa.String(length=500), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.Column("burden_minutes", sa.Integer(), nullable=False),
        sa.Column("entrusted", sa.Boolean(), nullable=False),
        sa.Column("funding_source", sa.String(length=200), nullable=True),
        sa.Column("funding_yuan", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("emergency", sa.Boolean(), nullable=False),
        sa.Column("emergency_reason", sa.String(length=500), nullable=True),
        sa.Column("drops", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decide_by", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("rejection", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("duplicates", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("budget", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("signature", sa.String(length=120), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("admission_pkey")),
        sa.UniqueConstraint("number", name=op.f("admission_number_key")),
    )
    op.create_index(op.f("admission_department_idx"), "admission", ["department"], unique=False)
    op.create_index(op.f("admission_region_idx"), "admission", ["region"], unique=False)
    op.create_index(
        "granted_admission_by_last_day",
        "admission",
        ["valid_until"],
        unique=False,
        postgresql_where=sa.text("state = 'granted'"),
    )
    op.create_table(
        "admission_number_series",
        sa.Column("county", sa.String(length=12), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("county", "year", name=op.f("admission_number_series_pkey")),
    )
    op.create_table(
        "chat_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("owner_level", sa.Text(), nullable=True),
        sa.Column("filing_number", sa.String(length=60), nullable=True),
        sa.Column("forced_features", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("chat_group_pkey")),
    )
    op.create_index(op.f("chat_group_region_idx"), "chat_group", ["region"], unique=False)
    op.create_index(
        "one_retained_group_per_township",
        "chat_group",
        ["region"],
        unique=True,
        postgresql_where=sa.text("state = 'retained'"),
    )
    op.create_table(
        "edition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("duty", sa.Integer(), nullable=False),
        sa.Column("assist", sa.Integer(), nullable=False),
        sa.Column("assist_categories", sa.Integer(), nullable=False),
        sa.Column("negative", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("edition_pkey")),
        sa.UniqueConstraint("region", "effective_from", name=op.f("edition_region_effective_from_key")),
        sa.UniqueConstraint("region", "number", name=op.f("edition_region_number_key")),
    )
    op.create_index(op.f("edition_region_idx"), "edition", ["region"], unique=False)
    op.create_table(
        "imposed_task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("detail", sa.String(length=2000), nullable=True),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("charged_home", sa.String(length=12), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=True),
        sa.Column("admission_number", sa.String(length=60), nullable=True),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("reported_by", sa.String(length=200), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("finding", sa.String(length=500), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("imposed_task_pkey")),
    )
    op.create_index(op.f("imposed_task_department_idx"), "imposed_task", ["department"], unique=False)
    op.create_index(op.f("imposed_task_region_idx"), "imposed_task", ["region"], unique=False)
    op.create_table(
        "refused_demand",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("charged_home", sa.String(length=12), nullable=False),
        sa.Column("edition_number", sa.Integer(), nullable=False),
        sa.Column("cited_item", sa.String(length=20), nullable=True),
        sa.Column("letter", sa.String(length=4000), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("refused_demand_pkey")),
    )
    op.create_index(op.f("refused_demand_department_idx"), "refused_demand", ["department"], unique=False)
    op.create_index(op.f("refused_demand_region_idx"), "refused_demand", ["region"], unique=False)
    op.create_table(
        "admission_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("admission_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("opinion", sa.String(length=500), nullable=False),
        sa.Column("reviewer", sa.String(length=200), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["admission_id"], ["admission.id"], name=op.f("admission_review_admission_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("admission_review_pkey")),
        sa.UniqueConstraint("admission_id", "round", "body", name=op.f("admission_review_admission_id_round_body_key")),
    )
    op.create_index(op.f("admission_review_admission_id_idx"), "admission_review", ["admission_id"], unique=False)
    op.create_table(
        "list_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("content", sa.String(length=2000), nullable=False),
        sa.Column("legal_basis", sa.String(length=500), nullable=False),
        sa.Column("lead_department", sa.String(length=200), nullable=False),
        sa.Column("category", sa.String(length=100), nullable=False),
        sa.Column("provenance", sa.String(length=60), nullable=False),
        sa.Column("wordings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("list_item_edition_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("list_item_pkey")),
        sa.UniqueConstraint("edition_id", "code", name=op.f("list_item_edition_id_code_key")),
    )


def downgrade() -> None:
    op.drop_table("list_item")
    op.drop_index(op.f("admission_review_admission_id_idx"), table_name="admission_review")
    op.drop_table("admission_review")
    op.drop_index(op.f("refused_demand_region_idx"), table_name="refused_demand")
    op.drop_index(op.f("refused_demand_department_idx"), table_name="refused_demand")
    op.drop_table("refused_demand")
    op.drop_index(op.f("imposed_task_region_idx"), table_name="imposed_task")
    op.drop_index(op.f("imposed_task_department_idx"), table_name="imposed_task")
    op.drop_table("imposed_task")
    op.drop_index(op.f("edition_region_idx"), table_name="edition")
    op.drop_table("edition")
    op.drop_index(
        "one_retained_group_per_township", table_name="chat_group", postgresql_where=sa.text("state = 'retained'")
    )
    op.drop_index(op.f("chat_group_region_idx"), table_name="chat_group")
    op.drop_table("chat_group")
    op.drop_table("admission_number_series")
    op.drop_index(
        "granted_admission_by_last_day", table_name="admission", postgresql_where=sa.text("state = 'granted'")
    )
    op.drop_index(op.f("admission_region_idx"), table_name="admission")
    op.drop_index(op.f("admission_department_idx"), table_name="admission")
    op.drop_table("admission")
