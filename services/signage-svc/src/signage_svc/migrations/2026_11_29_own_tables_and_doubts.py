"""a county's own table, and what is asked about a name"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "c7d1a9be0050"
down_revision = "b1a5e11e0002"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def upgrade() -> None:
    # Tables of before get what held for them: one limit for all boards outside.
    op.add_column("spec_table", sa.Column("basis", sa.String(length=500), server_default="", nullable=False))
    op.add_column("spec_table", sa.Column("outside_limit", sa.Integer(), server_default="4", nullable=False))
    op.add_column("spec_table", sa.Column("door_head_limit", sa.Integer(), server_default="2", nullable=False))
    op.add_column("spec_table", sa.Column("published_by", sa.String(length=200)))
    op.add_column("plaque_spec", sa.Column("outside", sa.Text(), server_default="none", nullable=False))
    for table, column in (
        ("spec_table", "basis"), ("spec_table", "outside_limit"), ("spec_table", "door_head_limit"),
        ("plaque_spec", "outside"),
    ):  # fmt: skip
        op.alter_column(table, column, server_default=None)
    op.execute("UPDATE plaque_spec SET outside = 'counted' WHERE placement = 'outside'")
    op.drop_constraint("spec_table_number_key", "spec_table")
    op.create_unique_constraint("spec_table_region_number_key", "spec_table", ["region", "number"])
    op.add_column("plaque", sa.Column("doubt", sa.Text()))
    op.add_column("plaque", sa.Column("advice", postgresql.JSONB(astext_type=sa.Text())))
    op.add_column("plaque", sa.Column("confirmed_by", sa.String(length=200)))
    op.add_column("plaque", sa.Column("flagged_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    for column in ("flagged_at", "confirmed_by", "advice", "doubt"):
        op.drop_column("plaque", column)
    op.drop_constraint("spec_table_region_number_key", "spec_table")
    op.execute("DELETE FROM plaque_spec WHERE table_id IN (SELECT id FROM spec_table WHERE region <> '000000000000')")
    op.execute("DELETE FROM spec_table WHERE region <> '000000000000'")
    op.create_unique_constraint("spec_table_number_key", "spec_table", ["number"])
    op.drop_column("plaque_spec", "outside")
    for column in ("published_by", "door_head_limit", "outside_limit", "basis"):
        op.drop_column("spec_table", column)
