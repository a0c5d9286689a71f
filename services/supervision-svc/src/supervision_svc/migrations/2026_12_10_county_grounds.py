"""A county's own documents behind the rules, which its letters cite."""

import sqlalchemy as sa
from alembic import op

revision = "0113c0e10005"
down_revision = "0100a9e50004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "county_ground",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("clause", sa.String(length=10), nullable=False),
        sa.Column("document", sa.String(length=100), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("article", sa.String(length=60), nullable=True),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("named_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("county_ground_pkey")),
    )
    for column in ("clause", "region"):
        op.create_index(op.f(f"county_ground_{column}_idx"), "county_ground", [column])


def downgrade() -> None:
    op.drop_table("county_ground")
