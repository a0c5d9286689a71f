"""How strictly a county checks admission numbers, area by area from a day on."""

import sqlalchemy as sa
from alembic import op

revision = "17c0a5e10056"
down_revision = "e7a1a7e40079"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "number_rule",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("note", sa.String(500)),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.String(200), nullable=False),
    )
    op.create_index("number_rule_region_idx", "number_rule", ["region"])


def downgrade() -> None:
    op.drop_table("number_rule")
