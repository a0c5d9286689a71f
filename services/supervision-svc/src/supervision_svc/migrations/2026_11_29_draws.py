"""draws"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "44d7a3b15c60"
down_revision = "8d2c5f0a7e16"
branch_labels = None
depends_on = None


def _aggregate(name: str, *columns: sa.Column | sa.Constraint) -> None:  # type: ignore[type-arg]
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"{name}_pkey")),
    )
    op.create_index(op.f(f"{name}_region_idx"), name, ["region"], unique=False)


def upgrade() -> None:
    _aggregate(
        "draw",
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("per_township", sa.Integer(), nullable=False),
        sa.Column("villages", sa.Integer(), nullable=False),
        sa.Column("visit_from", sa.Date(), nullable=False),
        sa.Column("visit_until", sa.Date(), nullable=False),
        sa.Column("drawn_by", sa.String(length=200), nullable=False),
    )
    _aggregate(
        "drawn_village",
        sa.Column("draw_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("visit_from", sa.Date(), nullable=False),
        sa.Column("visit_until", sa.Date(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("visited_on", sa.Date(), nullable=True),
        sa.Column("matters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("visited_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["draw_id"], ["draw.id"], name=op.f("drawn_village_draw_id_fkey")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("drawn_village_visit_id_fkey")),
        sa.UniqueConstraint("draw_id", "region", name=op.f("drawn_village_draw_id_region_key")),
        sa.UniqueConstraint("visit_id", name=op.f("drawn_village_visit_id_key")),
    )
    op.create_index(op.f("drawn_village_draw_id_idx"), "drawn_village", ["draw_id"])


def downgrade() -> None:
    op.drop_table("drawn_village")
    op.drop_table("draw")
