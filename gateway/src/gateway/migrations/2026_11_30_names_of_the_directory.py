"""names of the directory are found by part, pinyin and initials"""

import sqlalchemy as sa
from alembic import op
from gateway.directory.names.spelling import spelling
from sqlalchemy.dialects.postgresql import ARRAY

revision = "b3e8d27c4f10"
down_revision = "d5f7a18e3c62"
branch_labels = None
depends_on = None
_AT_ONCE = 5_000


def upgrade() -> None:
    table = op.create_table(
        "directory_name",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("pinyin", sa.String(), nullable=False),
        sa.Column("initials", sa.String(), nullable=False),
        sa.Column("pairs", ARRAY(sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("kind", "code", name=op.f("directory_name_pkey")),
    )
    for column in ("code", "name", "pinyin", "initials"):
        op.create_index(
            f"directory_name_{column}_idx", "directory_name", [column], postgresql_ops={column: "text_pattern_ops"}
        )  # fmt: skip
    op.create_index("directory_name_pairs_idx", "directory_name", ["pairs"], postgresql_using="gin")
    connection = op.get_bind()
    for kind, source in (("region", "region"), ("department", "registered_department")):
        known = connection.execute(sa.text(f"SELECT code, name FROM {source} ORDER BY code")).all()
        for start in range(0, len(known), _AT_ONCE):
            rows = []
            for code, name in known[start : start + _AT_ONCE]:
                spelt = spelling(name)
                rows.append({
                    "kind": kind, "code": code, "name": name, "pinyin": spelt.pinyin,
                    "initials": spelt.initials, "pairs": list(spelt.pairs),
                })  # fmt: skip
            connection.execute(sa.insert(table), rows)


def downgrade() -> None:
    op.drop_table("directory_name")
