"""Call challenges and test events probes."""

from alembic import op

revision = "c41f0be9a2d7"
down_revision = "7172d654b0bf"
branch_labels = None
depends_on = None
min_release = "0.2.0"


def upgrade() -> None:
    op.rename_table("webhook_errand", "webhook_probe")
    for name in ("pkey", "due", "endpoint_id_idx"):
        op.execute(f"ALTER INDEX webhook_errand_{name} RENAME TO webhook_probe_{name}")
    op.execute(
        "ALTER TABLE webhook_probe RENAME CONSTRAINT webhook_errand_endpoint_id_fkey TO webhook_probe_endpoint_id_fkey"
    )


def downgrade() -> None:
    op.execute(
        "ALTER TABLE webhook_probe RENAME CONSTRAINT webhook_probe_endpoint_id_fkey TO webhook_errand_endpoint_id_fkey"
    )
    for name in ("pkey", "due", "endpoint_id_idx"):
        op.execute(f"ALTER INDEX webhook_probe_{name} RENAME TO webhook_errand_{name}")
    op.rename_table("webhook_probe", "webhook_errand")
