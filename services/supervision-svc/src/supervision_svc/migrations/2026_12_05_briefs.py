"""The speech and the extracts that are made of a published edition."""

import sqlalchemy as sa
from alembic import op

revision = "0042b71e0005"
down_revision = "0040a7e50005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "brief",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("edition_number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("prepared_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("statement", sa.String(length=200), nullable=True),
        sa.Column("stated_by", sa.String(length=200), nullable=True),
        sa.Column("stated_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("brief_pkey")),
        sa.ForeignKeyConstraint(["edition_id"], ["publication_edition.id"], name=op.f("brief_edition_id_fkey")),
        sa.UniqueConstraint("edition_id", "kind", "region", name=op.f("brief_edition_id_kind_region_key")),
    )  # fmt: skip
    for column in ("edition_id", "region"):
        op.create_index(op.f(f"brief_{column}_idx"), "brief", [column])


def downgrade() -> None:
    op.drop_table("brief")
