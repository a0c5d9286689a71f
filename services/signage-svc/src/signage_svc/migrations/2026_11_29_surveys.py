"""survey rounds, their two ledgers and their work orders"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "c7d1a9be0051"
down_revision = "c7d1a9be0050"
branch_labels = None
depends_on = None


def _aggregate() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    ]


def upgrade() -> None:
    figures = ("villages", "site_villages", "file_villages", "surveyed", "matched", "orders", "orders_open", "rebounds")
    op.create_table(
        "survey_round", *_aggregate(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("frame", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in figures),
        sa.Column("reason", sa.String(length=500)),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("survey_round_pkey")),
        sa.UniqueConstraint("region", "number", name=op.f("survey_round_region_number_key")),
    )  # fmt: skip
    op.create_index(op.f("survey_round_region_idx"), "survey_round", ["region"])
    op.create_index(
        "one_open_survey", "survey_round", ["region"], unique=True,
        postgresql_where=sa.text("state NOT IN ('closed', 'cancelled')"),
    )  # fmt: skip
    op.create_table(
        "survey_village",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("ledger", sa.Text(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("boards", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.String(length=200), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["survey_round.id"], name=op.f("survey_village_round_id_fkey")),
        sa.PrimaryKeyConstraint("round_id", "ledger", "region", name=op.f("survey_village_pkey")),
    )
    op.create_table(
        "survey_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("ledger", sa.Text(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("placement", sa.Text(), nullable=False),
        sa.Column("width_mm", sa.Integer(), nullable=False),
        sa.Column("height_mm", sa.Integer(), nullable=False),
        sa.Column("background", sa.String(), nullable=False),
        sa.Column("text_colour", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["survey_round.id"], name=op.f("survey_entry_round_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("survey_entry_pkey")),
        sa.UniqueConstraint(
            "round_id", "ledger", "region", "fingerprint",
            name=op.f("survey_entry_round_id_ledger_region_fingerprint_key"),
        ),
    )  # fmt: skip
    op.create_table(
        "survey_order", *_aggregate(),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("on_site", postgresql.JSONB(astext_type=sa.Text())),
        sa.Column("on_file", postgresql.JSONB(astext_type=sa.Text())),
        sa.Column("difference", sa.String(), nullable=False),
        sa.Column("responsible", sa.String(length=50), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("suspected", sa.Uuid()),
        sa.Column("suspicion", sa.String(length=200)),
        sa.Column("is_rebound", sa.Boolean()),
        sa.Column("still_hangs", sa.Boolean()),
        sa.Column("note", sa.String(length=500)),
        sa.Column("done_by", sa.String(length=200)),
        sa.ForeignKeyConstraint(["round_id"], ["survey_round.id"], name=op.f("survey_order_round_id_fkey")),
        sa.ForeignKeyConstraint(["suspected"], ["plaque.id"], name=op.f("survey_order_suspected_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("survey_order_pkey")),
    )  # fmt: skip
    op.create_index(op.f("survey_order_region_idx"), "survey_order", ["region"])
    op.create_index(op.f("survey_order_round_id_idx"), "survey_order", ["round_id"])


def downgrade() -> None:
    for table in ("survey_order", "survey_entry", "survey_village", "survey_round"):
        op.drop_table(table)
