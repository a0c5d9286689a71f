"""add refused forms"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "1aff1d41777a"
down_revision = "67afa535b3a7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "form_refusal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("table_number", sa.String(length=60), nullable=True),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("charged_home", sa.String(length=12), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("law", sa.String(length=200), nullable=False),
        sa.Column("letter", sa.String(length=4000), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("form_refusal_pkey")),
    )
    op.create_index(op.f("form_refusal_department_idx"), "form_refusal", ["department"], unique=False)
    op.create_index(op.f("form_refusal_region_idx"), "form_refusal", ["region"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("form_refusal_region_idx"), table_name="form_refusal")
    op.drop_index(op.f("form_refusal_department_idx"), table_name="form_refusal")
    op.drop_table("form_refusal")
