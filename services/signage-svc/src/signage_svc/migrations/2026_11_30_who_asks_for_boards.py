"""what bodies ask to hang, and charges of what hangs without"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "c7d1a9be0054"
down_revision = "c7d1a9be0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hanging_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("fingerprint", sa.String(length=100), nullable=False),
        sa.Column("placement", sa.Text(), nullable=False),
        sa.Column("purpose", sa.String(length=500), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("admission", sa.String(length=60), nullable=True),
        sa.Column("spec", sa.String(length=20), nullable=True),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("requested_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("hanging_request_pkey")),
    )
    op.create_index(op.f("hanging_request_department_idx"), "hanging_request", ["department"], unique=False)
    op.create_index(op.f("hanging_request_region_idx"), "hanging_request", ["region"], unique=False)
    op.create_table(
        "hanging_charge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("objection", sa.String(length=2000), nullable=True),
        sa.Column("objected_by", sa.String(length=200), nullable=True),
        sa.Column("objection_due_on", sa.Date(), nullable=True),
        sa.Column("review", sa.String(length=500), nullable=True),
        sa.Column("reviewed_by", sa.String(length=200), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("charged_home", sa.String(length=12), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("reported_by", sa.String(length=200), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("judged_by", sa.String(length=200), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("plaque_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.String(length=100), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("written", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(["plaque_id"], ["plaque.id"], name=op.f("hanging_charge_plaque_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("hanging_charge_pkey")),
    )
    op.create_index(op.f("hanging_charge_department_idx"), "hanging_charge", ["department"], unique=False)
    op.create_index(op.f("hanging_charge_plaque_id_idx"), "hanging_charge", ["plaque_id"], unique=False)
    op.create_index(op.f("hanging_charge_region_idx"), "hanging_charge", ["region"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("hanging_charge_region_idx"), table_name="hanging_charge")
    op.drop_index(op.f("hanging_charge_plaque_id_idx"), table_name="hanging_charge")
    op.drop_index(op.f("hanging_charge_department_idx"), table_name="hanging_charge")
    op.drop_table("hanging_charge")
    op.drop_index(op.f("hanging_request_region_idx"), table_name="hanging_request")
    op.drop_index(op.f("hanging_request_department_idx"), table_name="hanging_request")
    op.drop_table("hanging_request")
