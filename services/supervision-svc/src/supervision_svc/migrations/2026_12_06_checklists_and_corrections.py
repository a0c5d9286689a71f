"""What visits ask, what is settled on the spot, and corrections of visits."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "68cdb78cde45"
down_revision = "8f0d8928feef"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visit_checklist",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("drawn_village_id", sa.Uuid(), nullable=True),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("list_version", sa.Integer(), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("matters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("corrections", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["drawn_village_id"], ["drawn_village.id"], name=op.f("visit_checklist_drawn_village_id_fkey")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("visit_checklist_visit_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("visit_checklist_pkey")),
        sa.UniqueConstraint("visit_id", name=op.f("visit_checklist_visit_id_key")),
    )
    op.create_index(op.f("visit_checklist_drawn_village_id_idx"), "visit_checklist", ["drawn_village_id"], unique=False)
    op.create_index(op.f("visit_checklist_region_idx"), "visit_checklist", ["region"], unique=False)
    op.add_column(
        "finding",
        sa.Column("recorders", postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default=sa.text("'[]'")),
    )
    op.add_column("finding", sa.Column("settlement", postgresql.JSONB(astext_type=sa.Text()), nullable=True))
    op.add_column("finding", sa.Column("settled_on", sa.Date(), nullable=True))
    op.add_column(
        "visit",
        sa.Column(
            "corrections", postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default=sa.text("'[]'")
        ),
    )
    op.add_column("visit", sa.Column("correction", sa.String(length=500), nullable=True))


def downgrade() -> None:
    op.drop_column("visit", "correction")
    op.drop_column("visit", "corrections")
    op.drop_column("finding", "settled_on")
    op.drop_column("finding", "settlement")
    op.drop_column("finding", "recorders")
    op.drop_index(op.f("visit_checklist_region_idx"), table_name="visit_checklist")
    op.drop_index(op.f("visit_checklist_drawn_village_id_idx"), table_name="visit_checklist")
    op.drop_table("visit_checklist")
