"""Owners and targets of chat groups, a second one that is allowed, and groups that are there again."""

import sqlalchemy as sa
from alembic import op

revision = "62e60a4d0103"
down_revision = "71e5a4b20102"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("chat_group", sa.Column("owner", sa.String(60)))
    op.add_column("chat_group", sa.Column("complaint_box", sa.Boolean()))
    op.add_column("chat_group", sa.Column("merged_into", sa.Uuid(), sa.ForeignKey("chat_group.id")))
    op.add_column("chat_group", sa.Column("allowance", sa.String(500)))
    op.add_column("chat_group", sa.Column("allowed_by", sa.String(200)))
    # Looser than the one before, so whatever the release before writes fits it.
    op.execute(
        "CREATE UNIQUE INDEX one_group_for_villages_per_township ON chat_group (region) "
        "WHERE state = 'retained' AND platform <> 'government_app' AND allowance IS NULL"
    )
    op.drop_index("one_retained_group_per_township", table_name="chat_group")
    op.create_table(
        "group_rebound",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(100), nullable=False),
        sa.Column("closed", sa.Uuid(), sa.ForeignKey("chat_group.id"), nullable=False),
        sa.Column("registered_again", sa.Uuid(), sa.ForeignKey("chat_group.id"), nullable=False),
        sa.Column("department", sa.String(60)),
        sa.Column("charged_home", sa.String(12), nullable=False),
        sa.Column("reported_by", sa.String(200), nullable=False),
        sa.Column("judged_by", sa.String(200)),
        sa.Column("judged_at", sa.DateTime(timezone=True)),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("objection", sa.String(2000)),
        sa.Column("objected_by", sa.String(200)),
        sa.Column("objection_due_on", sa.Date()),
        sa.Column("review", sa.String(500)),
        sa.Column("reviewed_by", sa.String(200)),
        sa.Column("reviewed_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("registered_again", name="group_rebound_registered_again_key"),
    )
    for column in ("region", "department", "closed"):
        op.create_index(f"group_rebound_{column}_idx", "group_rebound", [column])


def downgrade() -> None:
    op.drop_table("group_rebound")
    op.drop_index("one_group_for_villages_per_township", table_name="chat_group")
    op.create_index(
        "one_retained_group_per_township", "chat_group", ["region"], unique=True,
        postgresql_where=sa.text("state = 'retained'"),
    )  # fmt: skip
    for name in ("allowed_by", "allowance", "merged_into", "complaint_box", "owner"):
        op.drop_column("chat_group", name)
