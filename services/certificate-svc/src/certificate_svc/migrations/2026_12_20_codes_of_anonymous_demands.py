"""The hash of the key by which the reporter of an anonymous demand reads what became of it."""

import sqlalchemy as sa
from alembic import op

revision = "0121a9e50002"
down_revision = "0121a9e50001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("demand", sa.Column("code_sha256", sa.String(length=64), nullable=True))
    op.create_index(op.f("demand_code_sha256_idx"), "demand", ["code_sha256"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("demand_code_sha256_idx"), table_name="demand")
    op.drop_column("demand", "code_sha256")
