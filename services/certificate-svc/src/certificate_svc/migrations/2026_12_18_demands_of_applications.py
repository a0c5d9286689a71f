"""The demand of a refused application is found by it, and an application is deleted without reading all demands."""

from alembic import op

revision = "0105a9e50005"
down_revision = "0105a9e50004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("demand_application_id_idx"), "demand", ["application_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("demand_application_id_idx"), table_name="demand")
