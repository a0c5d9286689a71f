"""Work groups for a time, their meetings, and what those decided."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "527fc5acaff2"
down_revision = "4254b56e4465"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "work_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("purpose", sa.String(length=1000), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=True),
        sa.Column("members", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("bodies", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("formed_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("formed_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("work_group_programme_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("work_group_pkey")),
    )
    op.create_index(op.f("work_group_region_idx"), "work_group", ["region"], unique=False)
    op.create_table(
        "meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("bodies", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("present", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("minutes", sa.String(length=8000), nullable=False),
        sa.Column("decisions", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("correction", sa.String(length=500), nullable=True),
        sa.Column("corrections", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["work_group.id"], name=op.f("meeting_group_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("meeting_pkey")),
    )
    op.create_index(op.f("meeting_group_id_idx"), "meeting", ["group_id"], unique=False)
    op.create_index("meeting_held_on_idx", "meeting", ["held_on"], unique=False)
    op.create_index(op.f("meeting_region_idx"), "meeting", ["region"], unique=False)
    op.create_table(
        "meeting_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("group_region", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=True),
        sa.Column("person", sa.String(length=30), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("overdue_deadline", sa.Date(), nullable=True),
        sa.Column("rounds", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["work_group.id"], name=op.f("meeting_decision_group_id_fkey")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("meeting_decision_meeting_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("meeting_decision_pkey")),
    )
    op.create_index(op.f("meeting_decision_group_id_idx"), "meeting_decision", ["group_id"], unique=False)
    op.create_index(op.f("meeting_decision_group_region_idx"), "meeting_decision", ["group_region"], unique=False)
    op.create_index(op.f("meeting_decision_meeting_id_idx"), "meeting_decision", ["meeting_id"], unique=False)
    op.create_index(
        "meeting_decision_open_idx",
        "meeting_decision",
        ["deadline"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(op.f("meeting_decision_region_idx"), "meeting_decision", ["region"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("meeting_decision_region_idx"), table_name="meeting_decision")
    op.drop_index(
        "meeting_decision_open_idx", table_name="meeting_decision", postgresql_where=sa.text("state = 'open'")
    )
    op.drop_index(op.f("meeting_decision_meeting_id_idx"), table_name="meeting_decision")
    op.drop_index(op.f("meeting_decision_group_region_idx"), table_name="meeting_decision")
    op.drop_index(op.f("meeting_decision_group_id_idx"), table_name="meeting_decision")
    op.drop_table("meeting_decision")
    op.drop_index(op.f("meeting_region_idx"), table_name="meeting")
    op.drop_index("meeting_held_on_idx", table_name="meeting")
    op.drop_index(op.f("meeting_group_id_idx"), table_name="meeting")
    op.drop_table("meeting")
    op.drop_index(op.f("work_group_region_idx"), table_name="work_group")
    op.drop_table("work_group")
