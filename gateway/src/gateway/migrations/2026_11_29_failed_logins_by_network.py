"""failed logins are counted for each name and network"""

import sqlalchemy as sa
from alembic import op

revision = "a7d3c1e58f20"
down_revision = "4b1f7c45ccf9"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def upgrade() -> None:
    op.add_column("login_failure", sa.Column("network", sa.String(), nullable=False, server_default=""))
    op.drop_constraint("login_failure_pkey", "login_failure", type_="primary")
    op.create_primary_key("login_failure_pkey", "login_failure", ["name_hash", "network"])


def downgrade() -> None:
    op.execute("DELETE FROM login_failure")
    op.drop_constraint("login_failure_pkey", "login_failure", type_="primary")
    op.create_primary_key("login_failure_pkey", "login_failure", ["name_hash"])
    op.drop_column("login_failure", "network")
