"""Teams of several bodies, and the visits that they made."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "8f0d8928feef"
down_revision = "0042b71e0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visit_team",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=True),
        sa.Column("department", sa.String(length=60), nullable=True),
        sa.Column("draw_id", sa.Uuid(), nullable=True),
        sa.Column("unannounced", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("route", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("members", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("accounts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("formed_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["draw_id"], ["draw.id"], name=op.f("visit_team_draw_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("visit_team_pkey")),
    )
    op.create_index("visit_team_accounts_idx", "visit_team", ["accounts"], unique=False, postgresql_using="gin")
    op.create_index(op.f("visit_team_draw_id_idx"), "visit_team", ["draw_id"], unique=False)
    op.create_index(op.f("visit_team_region_idx"), "visit_team", ["region"], unique=False)
    op.add_column("visit", sa.Column("team_id", sa.Uuid(), nullable=True))
    op.add_column(
        "visit",
        sa.Column("team", postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default=sa.text("'[]'")),
    )
    op.add_column(
        "visit",
        sa.Column("recorders", postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default=sa.text("'[]'")),
    )
    op.create_index(op.f("visit_team_id_idx"), "visit", ["team_id"], unique=False)
    op.create_foreign_key(op.f("visit_team_id_fkey"), "visit", "visit_team", ["team_id"], ["id"])


def downgrade() -> None:
    op.drop_constraint(op.f("visit_team_id_fkey"), "visit", type_="foreignkey")
    op.drop_index(op.f("visit_team_id_idx"), table_name="visit")
    op.drop_column("visit", "recorders")
    op.drop_column("visit", "team")
    op.drop_column("visit", "team_id")
    op.drop_index(op.f("visit_team_region_idx"), table_name="visit_team")
    op.drop_index(op.f("visit_team_draw_id_idx"), table_name="visit_team")
    op.drop_index("visit_team_accounts_idx", table_name="visit_team", postgresql_using="gin")
    op.drop_table("visit_team")
