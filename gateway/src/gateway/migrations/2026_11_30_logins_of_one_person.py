"""accounts that are logins of one natural person"""

import sqlalchemy as sa
from alembic import op

revision = "f2c6d09b7e14"
down_revision = "b3e8d27c4f10"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person_login",
        sa.Column("username", sa.String(length=60), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("stated_by", sa.String(length=60), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("username", name=op.f("person_login_pkey")),
        sa.ForeignKeyConstraint(["username"], ["account.username"], name=op.f("person_login_username_fkey")),
    )
    op.create_index(op.f("person_login_person_idx"), "person_login", ["person"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("person_login_person_idx"), table_name="person_login")
    op.drop_table("person_login")
