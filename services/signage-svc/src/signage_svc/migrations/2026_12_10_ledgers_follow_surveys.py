"""Ledgers that follow a survey round: what is gone without a fault, and what a person said is another board."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0119a1ed0001"
down_revision = "0100a9e50003"
branch_labels = None
depends_on = None

_CASES = "rebound_of IS NULL"
_HANGING = "(state NOT IN ('done', 'verified'%s) OR disposal = 'replace')"


def upgrade() -> None:
    op.add_column("plaque", sa.Column("other_than", sa.Uuid(), sa.ForeignKey("plaque.id")))
    op.add_column("survey_order", sa.Column("afterwards", postgresql.JSONB(astext_type=sa.Text())))
    op.add_column("survey_order", sa.Column("objection", sa.String(length=500)))
    op.add_column("survey_order", sa.Column("objection_accepted", sa.Boolean()))
    _index(_HANGING % ", 'gone'", f"{_CASES} AND other_than IS NULL AND state <> 'gone'")


def downgrade() -> None:
    _index(_HANGING % "", _CASES)
    for column in ("objection_accepted", "objection", "afterwards"):
        op.drop_column("survey_order", column)
    op.drop_column("plaque", "other_than")


def _index(hanging: str, cases: str) -> None:
    """Make the partial indexes anew that are worded like `Plaque.hangs`."""
    for name, columns, where, unique in (
        ("one_case_per_board", ["region", "fingerprint"], cases, True),
        ("one_hanging_rebound_per_case", ["rebound_of"], f"rebound_of IS NOT NULL AND {hanging}", True),
        ("hanging_by_yardstick", ["yardstick", "region"], hanging, False),
    ):
        op.drop_index(name, table_name="plaque")
        op.create_index(name, "plaque", columns, unique=unique, postgresql_where=sa.text(where))
