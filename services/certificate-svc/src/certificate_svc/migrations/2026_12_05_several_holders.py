"""People who stand on one paper with its applicant are found by their numbers, too."""

import sqlalchemy as sa
from alembic import op

revision = "e8b0f2a45c19"
down_revision = "0040a7e50004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "holder_index",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("id_index", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("holder_index_pkey")),
    )
    for column in ("record_id", "id_index"):
        op.create_index(op.f(f"holder_index_{column}_idx"), "holder_index", [column])


def downgrade() -> None:
    op.drop_table("holder_index")
