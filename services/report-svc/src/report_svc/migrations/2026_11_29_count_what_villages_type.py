"""count what villages type"""

import sqlalchemy as sa
from alembic import op

revision = "c83b0f4e91d6"
down_revision = "5e0c1a7db3f2"
branch_labels = None
depends_on = None

_COUNTS = ("sent", "opened", "source", "confirmed", "corrected", "typed", "refused")


def upgrade() -> None:
    op.create_table(
        "filing_effort",
        sa.Column("filing_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("form", sa.String(length=60), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("filing_effort_filing_id_fkey")),
        sa.PrimaryKeyConstraint("filing_id", "version", name=op.f("filing_effort_pkey")),
    )
    op.create_index("filing_effort_when_idx", "filing_effort", ["region", "sent_at"], unique=False)


def downgrade() -> None:
    op.drop_index("filing_effort_when_idx", table_name="filing_effort")
    op.drop_table("filing_effort")
