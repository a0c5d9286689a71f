"""An index by which a board is found by a part of its name, two signs being enough: Chinese words have two."""

import sqlalchemy as sa
from alembic import op

revision = "0125a1ed0003"
down_revision = "0125a1ed0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE FUNCTION name_pairs(name text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
            SELECT coalesce(array_agg(DISTINCT substr(name, n, 2)), '{}')
            FROM generate_series(1, char_length(name) - 1) AS n
        $$
    """)
    op.create_index("plaque_name_pairs", "plaque", [sa.text("name_pairs(name)")], postgresql_using="gin")


def downgrade() -> None:
    op.drop_index("plaque_name_pairs", "plaque")
    op.execute("DROP FUNCTION name_pairs(text)")
