"""${message}"""

import sqlalchemy as sa
from alembic import op
% if down_revision is None:
from servicekit import schema
% endif
from sqlalchemy.dialects import postgresql

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
% if down_revision is None:
    schema.install(op, version=1)
% endif
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
