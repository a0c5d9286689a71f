"""a row of a spec table says whether its board stands or lies; where it did not, its measures do"""

import sqlalchemy as sa
from alembic import op

revision = "c7d1a9be0052"
down_revision = "c7d1a9be0051"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def upgrade() -> None:
    op.execute("""
        UPDATE plaque_spec SET orientation = CASE WHEN height_mm > width_mm THEN 'vertical' ELSE 'horizontal' END
        WHERE orientation NOT IN ('vertical', 'horizontal')
    """)
    op.alter_column("plaque_spec", "orientation", type_=sa.Text())


def downgrade() -> None:
    # The release before reads both words.
    op.alter_column("plaque_spec", "orientation", type_=sa.String())
