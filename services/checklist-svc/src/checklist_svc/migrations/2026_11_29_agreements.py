"""Agreements on entrusted work, and their instalments."""

import sqlalchemy as sa
from alembic import op

revision = "a69ee3e40078"
down_revision = "a551970e0077"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(12), nullable=False),
        sa.Column("department", sa.String(60), nullable=False),
        sa.Column("charged_home", sa.String(12), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("admission_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("receiver_name", sa.String(200), nullable=False),
        sa.Column("content", sa.String(2000), nullable=False),
        sa.Column("price_yuan", sa.Numeric(14, 2), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(500), nullable=True),
        sa.ForeignKeyConstraint(["admission_id"], ["admission.id"], name=op.f("agreement_admission_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("agreement_pkey")),
    )
    op.create_table(
        "payment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(12), nullable=False),
        sa.Column("department", sa.String(60), nullable=False),
        sa.Column("charged_home", sa.String(12), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("receiver_name", sa.String(200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount_yuan", sa.Numeric(14, 2), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("voucher", sa.String(100), nullable=True),
        sa.Column("reason", sa.String(500), nullable=True),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("payment_agreement_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("payment_pkey")),
    )
    for table, columns in (
        ("agreement", ("region", "department", "admission_id")),
        ("payment", ("region", "department", "agreement_id")),
    ):
        for column in columns:
            op.create_index(op.f(f"{table}_{column}_idx"), table, [column])
    op.create_index(
        "one_agreement_per_village", "agreement", ["admission_id", "region"], unique=True,
        postgresql_where=sa.text("state <> 'terminated'"),
    )  # fmt: skip
    op.create_index("pending_payment_by_due_day", "payment", ["due_on"], postgresql_where=sa.text("state = 'pending'"))


def downgrade() -> None:
    op.drop_table("payment")
    op.drop_table("agreement")
