"""posts that people hold; every account begins with the one that it has"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "a4d19c7e60b3"
down_revision = "f2c6d09b7e14"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "post",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("roles", postgresql.JSONB(), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("end_reason", sa.String(length=500), nullable=True),
        sa.Column("given_by", sa.String(length=60), nullable=False),
        sa.Column("ended_by", sa.String(length=60), nullable=True),
        sa.Column("taken_over_from", sa.Uuid(), nullable=True),
        sa.Column("open_todos", postgresql.JSONB(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("post_pkey")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("post_account_id_fkey")),
        sa.ForeignKeyConstraint(["taken_over_from"], ["post.id"], name=op.f("post_taken_over_from_fkey")),
    )
    for column in ("account_id", "region", "valid_to"):
        op.create_index(op.f(f"post_{column}_idx"), "post", [column], unique=False)
    op.execute("""
        INSERT INTO post (id, version, created_at, updated_at, region, account_id, roles, department, valid_from, reason,
                          given_by)
        SELECT gen_random_uuid(), 1, now(), now(), region, id, roles, department,
               (created_at AT TIME ZONE 'Asia/Shanghai')::date, '开通账号', 'system'
        FROM account
    """)
    op.add_column("session", sa.Column("post_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("session_post_id_fkey"), "session", "post", ["post_id"], ["id"])


def downgrade() -> None:
    op.drop_constraint(op.f("session_post_id_fkey"), "session", type_="foreignkey")
    op.drop_column("session", "post_id")
    op.drop_table("post")
