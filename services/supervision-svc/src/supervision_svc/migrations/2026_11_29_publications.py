"""publications"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "8d2c5f0a7e16"
down_revision = "0b1ec7101a04"
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
        "publication",
        sa.Column("county", sa.String(length=100), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("window_days", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column("interval_months", sa.Integer(), nullable=False),
        sa.Column("board_digest", sa.String(length=64), nullable=False),
        sa.Column("figures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("objection_workdays", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("amendable", sa.Boolean(), nullable=False),
        sa.Column("drafted_by", sa.String(length=200), nullable=False),
        sa.Column("approved_by", sa.String(length=200), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
    )
    _aggregate(
        "publication_entry",
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("deadline_rule", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("black", sa.Boolean(), nullable=False),
        sa.Column("grounds", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("objection_until", sa.Date(), nullable=True),
        sa.Column("named_by", sa.String(length=200), nullable=False),
        sa.Column("grounds_of_objection", sa.String(length=2000), nullable=True),
        sa.Column("objected_by", sa.String(length=200), nullable=True),
        sa.Column("objected_on", sa.Date(), nullable=True),
        sa.Column("review_due", sa.Date(), nullable=True),
        sa.Column("review", sa.String(length=500), nullable=True),
        sa.Column("reviewed_by", sa.String(length=200), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.String(length=500), nullable=True),
        sa.Column("approved_by", sa.String(length=200), nullable=True),
        sa.Column("approver_name", sa.String(length=100), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name=op.f("publication_entry_publication_id_fkey")
        ),
        sa.UniqueConstraint("publication_id", "region", name=op.f("publication_entry_publication_id_region_key")),
    )
    op.create_index(op.f("publication_entry_publication_id_idx"), "publication_entry", ["publication_id"])
    _aggregate(
        "publication_edition",
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("approver_name", sa.String(length=100), nullable=False),
        sa.Column("open_text", sa.Text(), nullable=False),
        sa.Column("open_sha256", sa.String(length=64), nullable=False),
        sa.Column("full_text", sa.Text(), nullable=False),
        sa.Column("full_sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name=op.f("publication_edition_publication_id_fkey")
        ),
        sa.UniqueConstraint("publication_id", "number", name=op.f("publication_edition_publication_id_number_key")),
    )
    op.create_index(op.f("publication_edition_publication_id_idx"), "publication_edition", ["publication_id"])


def downgrade() -> None:
    for name in ("publication_edition", "publication_entry", "publication"):
        op.drop_table(name)
