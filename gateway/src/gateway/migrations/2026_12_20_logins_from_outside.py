"""Logins at an outside provider, and changed ways in that wait for a second administrator."""

import sqlalchemy as sa
from alembic import op

revision = "0126d1c60001"
down_revision = "0118c0f50001"
branch_labels = None
depends_on = None
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("session", sa.Column("outside_issuer", sa.String(length=200), nullable=True))
    op.add_column("session", sa.Column("outside_sid", sa.String(length=255), nullable=True))
    op.add_column("session", sa.Column("outside_second_factor", sa.Boolean(), nullable=False, server_default="false"))
    op.create_table(
        "outside_login",
        sa.Column("issuer", sa.String(length=200), primary_key=True),
        sa.Column("subject", sa.String(length=255), primary_key=True),
        sa.Column("username", sa.String(length=60), sa.ForeignKey("account.username"), nullable=False),
        sa.Column("bound_by", sa.String(length=60), nullable=False),
        sa.Column("bound_at", _TIME, nullable=False),
        sa.UniqueConstraint("issuer", "username", name=op.f("outside_login_issuer_username_key")),
    )
    op.create_index(op.f("outside_login_username_idx"), "outside_login", ["username"])
    op.create_table(
        "outside_arrival",
        sa.Column("hash", sa.LargeBinary(), primary_key=True),
        sa.Column("username", sa.String(length=60), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("sid", sa.String(length=255), nullable=True),
        sa.Column("second_factor", sa.Boolean(), nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "credential_change",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("account_id", sa.Uuid(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("issuer", sa.String(length=200), nullable=True),
        sa.Column("subject", sa.String(length=255), nullable=True),
        sa.Column("requested_by", sa.String(length=60), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
    )
    op.create_index(op.f("credential_change_account_id_idx"), "credential_change", ["account_id"])


def downgrade() -> None:
    op.drop_table("credential_change")
    op.drop_table("outside_arrival")
    op.drop_table("outside_login")
    for column in ("outside_second_factor", "outside_sid", "outside_issuer"):
        op.drop_column("session", column)
