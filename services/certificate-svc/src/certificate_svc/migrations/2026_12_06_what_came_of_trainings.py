"""Who attended a training by village, and what was asked at it."""

import sqlalchemy as sa
from alembic import op

revision = "f1c7a3e96d20"
down_revision = "e8b0f2a45c19"
branch_labels = None
depends_on = None


def _record() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
    ]


def upgrade() -> None:
    for name in ("listed_villages", "listed_people"):
        op.add_column("training", sa.Column(name, sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "training_attendance",
        *_record(),
        sa.Column("training_id", sa.Uuid(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("training_attendance_training_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("training_attendance_pkey")),
        sa.UniqueConstraint("training_id", "region", name=op.f("training_attendance_training_id_region_key")),
    )
    op.create_index(op.f("training_attendance_region_idx"), "training_attendance", ["region"])
    op.create_table(
        "training_question",
        *_record(),
        sa.Column("training_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("question", sa.String(length=500), nullable=False),
        sa.Column("answer", sa.String(length=2000), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("training_question_training_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("training_question_pkey")),
    )
    for column in ("region", "training_id"):
        op.create_index(op.f(f"training_question_{column}_idx"), "training_question", [column])


def downgrade() -> None:
    op.drop_table("training_question")
    op.drop_table("training_attendance")
    for name in ("listed_people", "listed_villages"):
        op.drop_column("training", name)
