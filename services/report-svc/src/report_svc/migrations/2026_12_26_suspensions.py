"""A catalogued form is suspended and resumed during the year; editions of a catalogue say what they changed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0141a9e50001"
down_revision = "0133a9e50002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "form", sa.Column("pauses", postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default="[]")
    )
    op.add_column("arrangement_period", sa.Column("suspended", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "catalogue_revision",
        sa.Column("catalogue_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("revised_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["catalogue_id"], ["catalogue.id"], name=op.f("catalogue_revision_catalogue_id_fkey")),
        sa.ForeignKeyConstraint(["form_id"], ["form.id"], name=op.f("catalogue_revision_form_id_fkey")),
        sa.PrimaryKeyConstraint("catalogue_id", "edition", name=op.f("catalogue_revision_pkey")),
    )
    op.create_index(op.f("catalogue_revision_form_id_idx"), "catalogue_revision", ["form_id"], unique=False)
    # What was added before editions were told one by one.
    op.execute(
        """
        INSERT INTO catalogue_revision (catalogue_id, edition, form_id, change, effective_on, reason, revised_at)
        SELECT entry.catalogue_id, entry.edition, entry.form_id, 'added',
               (entry.added_at AT TIME ZONE 'Asia/Shanghai')::date, coalesce(addition.reason, ''), entry.added_at
        FROM catalogue_entry AS entry
        JOIN catalogue ON catalogue.id = entry.catalogue_id
        LEFT JOIN catalogue_addition AS addition
          ON addition.form_id = entry.form_id AND addition.year = catalogue.year
         AND addition.edition = entry.edition AND addition.state = 'added'
        WHERE entry.edition > 1
        """
    )


def downgrade() -> None:
    op.drop_table("catalogue_revision")
    op.drop_column("arrangement_period", "suspended")
    op.drop_column("form", "pauses")
