"""Draws are committed to before they are revealed; those of before have a seed and no commitment."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "c5d20f9e7a81"
down_revision = "a41e6d3f7b02"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def upgrade() -> None:
    with op.batch_alter_table("draw") as draw:
        draw.add_column(sa.Column("state", sa.Text(), nullable=False, server_default="revealed"))
        draw.add_column(sa.Column("commitment", sa.String(length=64), nullable=True))
        draw.add_column(sa.Column("frame", sa.Text(), nullable=True))
        draw.add_column(sa.Column("secret", sa.String(length=64), nullable=True))
        draw.add_column(sa.Column("people", postgresql.JSONB(), nullable=False, server_default="[]"))
        draw.add_column(sa.Column("public_source", sa.String(length=100), nullable=True))
        draw.add_column(sa.Column("public_on", sa.Date(), nullable=True))
        draw.add_column(sa.Column("public_value", sa.String(length=100), nullable=True))
        draw.add_column(sa.Column("revealed_at", sa.DateTime(timezone=True), nullable=True))
        draw.add_column(sa.Column("revealed_by", sa.String(length=200), nullable=True))
        draw.alter_column("seed", nullable=True)
        draw.alter_column("state", server_default=None)
        draw.alter_column("people", server_default=None)
    op.add_column("drawn_village", sa.Column("team", postgresql.JSONB(), nullable=False, server_default="[]"))
    op.alter_column("drawn_village", "team", server_default=None)


def downgrade() -> None:
    op.drop_column("drawn_village", "team")
    op.execute("DELETE FROM draw WHERE seed IS NULL")
    for column in (
        "state", "commitment", "frame", "secret", "people", "public_source", "public_on", "public_value", "revealed_at",
        "revealed_by",
    ):  # fmt: skip
        op.drop_column("draw", column)
    op.alter_column("draw", "seed", nullable=False)
