"""ended deliveries and reports"""

import sqlalchemy as sa
from alembic import op

revision = "e064ba020a38"
down_revision = "c8d931369586"
branch_labels = None
depends_on = None
min_release = "0.2.0"


# As before, but the moment is told: what happens in a year can be shown in a second.
_FUNCTIONS = [
    """
    CREATE FUNCTION webhook_partitions_ahead(months integer, at timestamptz) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    DECLARE first timestamp := date_trunc('month', at AT TIME ZONE 'UTC'); month date; parent text;
    BEGIN
        PERFORM pg_advisory_xact_lock(1354760210);
        FOREACH parent IN ARRAY ARRAY['event_log', 'webhook_attempt'] LOOP
            FOR month IN SELECT generate_series(first, first + make_interval(months => months), '1 month')::date LOOP
                CONTINUE WHEN to_regclass(parent || '_' || to_char(month, 'YYYY_MM')) IS NOT NULL;
                EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                               parent || '_' || to_char(month, 'YYYY_MM'), parent, month::text || ' 00:00+00',
                               (month + interval '1 month')::date::text || ' 00:00+00');
            END LOOP;
        END LOOP;
    END $$
    """,
    """
    CREATE FUNCTION webhook_partitions_drop(keep interval, at timestamptz) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    DECLARE part record; dropped integer := 0;
    BEGIN
        FOR part IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                    WHERE i.inhparent IN ('event_log'::regclass, 'webhook_attempt'::regclass)
                      AND c.relname ~ '_\\d{4}_\\d{2}$' LOOP
            IF to_date(right(part.relname, 7), 'YYYY_MM') + interval '1 month' < at - keep THEN
                EXECUTE format('DROP TABLE %I', part.relname);
                dropped := dropped + 1;
            END IF;
        END LOOP;
        RETURN dropped;
    END $$
    """,
]


def upgrade() -> None:
    op.create_index(
        "webhook_attempt_ended",
        "webhook_attempt",
        ["endpoint_id", "outcome", "position"],
        unique=False,
        postgresql_where=sa.text("outcome <> 'failed'"),
    )
    # Nobody had been asked: endpoints that are there already get no unjudged reports.
    op.add_column("webhook_endpoint", sa.Column("sees_reports", sa.Boolean(), server_default="false", nullable=False))
    op.alter_column("webhook_endpoint", "sees_reports", server_default=None)
    for function in _FUNCTIONS:
        op.execute(function)


def downgrade() -> None:
    op.execute("DROP FUNCTION webhook_partitions_drop(interval, timestamptz)")
    op.execute("DROP FUNCTION webhook_partitions_ahead(integer, timestamptz)")
    op.drop_column("webhook_endpoint", "sees_reports")
    op.drop_index(
        "webhook_attempt_ended", table_name="webhook_attempt", postgresql_where=sa.text("outcome <> 'failed'")
    )
