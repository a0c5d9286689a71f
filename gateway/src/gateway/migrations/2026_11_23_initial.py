"""initial"""

import sqlalchemy as sa
from alembic import op
from countykit import schema as directory_schema
from servicekit import schema
from sqlalchemy.dialects import postgresql

revision = "7dc1dc899221"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    schema.install(op, version=1)
    directory_schema.install(op, version=1)
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("username", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("roles", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("account_pkey")),
        sa.UniqueConstraint("username", name=op.f("account_username_key")),
    )
    op.create_index(op.f("account_region_idx"), "account", ["region"], unique=False)
    op.create_table(
        "login_failure",
        sa.Column("name_hash", sa.LargeBinary(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name_hash", name=op.f("login_failure_pkey")),
    )
    op.create_table(
        "oauth_client",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_id", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("roles", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("oauth_client_pkey")),
        sa.UniqueConstraint("client_id", name=op.f("oauth_client_client_id_key")),
    )
    op.create_index(op.f("oauth_client_region_idx"), "oauth_client", ["region"], unique=False)
    op.create_table(
        "registered_department",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("registered_department_pkey")),
        sa.UniqueConstraint("code", name=op.f("registered_department_code_key")),
    )
    op.create_index(op.f("registered_department_region_idx"), "registered_department", ["region"], unique=False)
    op.create_table(
        "session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("username", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("session_pkey")),
    )
    op.create_index(op.f("session_username_idx"), "session", ["username"], unique=False)
    op.create_table(
        "refresh_token",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("refresh_token_session_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("refresh_token_pkey")),
    )
    op.create_index(op.f("refresh_token_session_id_idx"), "refresh_token", ["session_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("refresh_token_session_id_idx"), table_name="refresh_token")
    op.drop_table("refresh_token")
    op.drop_index(op.f("session_username_idx"), table_name="session")
    op.drop_table("session")
    op.drop_index(op.f("registered_department_region_idx"), table_name="registered_department")
    op.drop_table("registered_department")
    op.drop_index(op.f("oauth_client_region_idx"), table_name="oauth_client")
    op.drop_table("oauth_client")
    op.drop_table("login_failure")
    op.drop_index(op.f("account_region_idx"), table_name="account")
    op.drop_table("account")
