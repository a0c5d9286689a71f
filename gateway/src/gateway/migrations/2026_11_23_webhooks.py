"""webhooks"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "1fec3ed78115"
down_revision = "7dc1dc899221"
branch_labels = None
depends_on = None
min_release = "0.2.0"


# Partitions by month, made ahead and dropped by age; the functions run as their owner because the service's own role
# may not create tables.
_FUNCTIONS = [
    """
    CREATE FUNCTION webhook_partitions_ahead(months integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    DECLARE month date; parent text;
    BEGIN
        PERFORM pg_advisory_xact_lock(1354760210);
        FOREACH parent IN ARRAY ARRAY['event_log', 'webhook_attempt'] LOOP
            FOR month IN SELECT generate_series(date_trunc('month', now() AT TIME ZONE 'UTC'),
                                                date_trunc('month', now() AT TIME ZONE 'UTC')
                                                    + make_interval(months => months), '1 month')::date LOOP
                CONTINUE WHEN to_regclass(parent || '_' || to_char(month, 'YYYY_MM')) IS NOT NULL;
                EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                               parent || '_' || to_char(month, 'YYYY_MM'), parent, month::text || ' 00:00+00',
                               (month + interval '1 month')::date::text || ' 00:00+00');
            END LOOP;
        END LOOP;
    END $$
    """,
    """
    CREATE FUNCTION webhook_partitions_drop(keep interval) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    DECLARE part record; dropped integer := 0;
    BEGIN
        FOR part IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                    WHERE i.inhparent IN ('event_log'::regclass, 'webhook_attempt'::regclass)
                      AND c.relname ~ '_\\d{4}_\\d{2}$' LOOP
            IF to_date(right(part.relname, 7), 'YYYY_MM') + interval '1 month' < now() - keep THEN
                EXECUTE format('DROP TABLE %I', part.relname);
                dropped := dropped + 1;
            END IF;
        END LOOP;
        RETURN dropped;
    END $$
    """,
]


def upgrade() -> None:
    op.execute("CREATE SEQUENCE event_log_position_seq CACHE 1")
    op.create_table(
        "event_log",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("position", "recorded_at", name=op.f("event_log_pkey")),
        postgresql_partition_by="RANGE (recorded_at)",
    )
    op.create_index("event_log_event_id", "event_log", ["event_id"], unique=False)
    op.create_table(
        "webhook_attempt",
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("latency_ms", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("endpoint_id", "position", "at", "recorded_at", name=op.f("webhook_attempt_pkey")),
        postgresql_partition_by="RANGE (recorded_at)",
    )
    op.create_table(
        "webhook_due",
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lane", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("endpoint_id", "position", name=op.f("webhook_due_pkey")),
        postgresql_with={
            "autovacuum_vacuum_scale_factor": "0.01",
            "autovacuum_vacuum_threshold": "2000",
            "autovacuum_vacuum_cost_delay": "0",
        },
    )
    op.create_index(
        "webhook_due_lane",
        "webhook_due",
        ["endpoint_id", "lane", "position"],
        unique=False,
        postgresql_where=sa.text("lane IS NOT NULL"),
    )
    op.create_index("webhook_due_next", "webhook_due", ["endpoint_id", "due_at", "position"], unique=False)
    op.create_table(
        "webhook_endpoint",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("description", sa.String(length=500), nullable=False),
        sa.Column("types", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("ordering", sa.Text(), nullable=False),
        sa.Column("rate_per_second", sa.Integer(), nullable=True),
        sa.Column("header_name", sa.String(length=100), nullable=True),
        sa.Column("header_value", sa.LargeBinary(), nullable=True),
        sa.Column("client_certificate", sa.Text(), nullable=True),
        sa.Column("client_key", sa.LargeBinary(), nullable=True),
        sa.Column("networks", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("stopped_position", sa.BigInteger(), nullable=True),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("webhook_endpoint_pkey")),
    )
    op.create_index(op.f("webhook_endpoint_region_idx"), "webhook_endpoint", ["region"], unique=False)
    op.create_table(
        "webhook_errand",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("echo", sa.String(length=100), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("latency_ms", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["endpoint_id"], ["webhook_endpoint.id"], name=op.f("webhook_errand_endpoint_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("webhook_errand_pkey")),
    )
    op.create_index(
        "webhook_errand_due", "webhook_errand", ["due_at"], unique=False, postgresql_where=sa.text("state = 'queued'")
    )
    op.create_index(op.f("webhook_errand_endpoint_id_idx"), "webhook_errand", ["endpoint_id"], unique=False)
    op.create_table(
        "webhook_health",
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warned_percent", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["endpoint_id"], ["webhook_endpoint.id"], name=op.f("webhook_health_endpoint_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("endpoint_id", name=op.f("webhook_health_pkey")),
    )
    op.create_table(
        "webhook_replay",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("types", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("first_position", sa.BigInteger(), nullable=False),
        sa.Column("next_position", sa.BigInteger(), nullable=False),
        sa.Column("last_position", sa.BigInteger(), nullable=False),
        sa.Column("catch_up", sa.Boolean(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["endpoint_id"], ["webhook_endpoint.id"], name=op.f("webhook_replay_endpoint_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("webhook_replay_pkey")),
    )
    op.create_index(op.f("webhook_replay_endpoint_id_idx"), "webhook_replay", ["endpoint_id"], unique=False)
    op.create_index(
        "webhook_replay_running",
        "webhook_replay",
        ["endpoint_id"],
        unique=False,
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_table(
        "webhook_secret",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.String(length=100), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["endpoint_id"], ["webhook_endpoint.id"], name=op.f("webhook_secret_endpoint_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("webhook_secret_pkey")),
    )
    op.create_index(op.f("webhook_secret_endpoint_id_idx"), "webhook_secret", ["endpoint_id"], unique=False)
    for function in _FUNCTIONS:
        op.execute(function)
    op.execute("SELECT webhook_partitions_ahead(2)")


def downgrade() -> None:
    op.execute("DROP FUNCTION webhook_partitions_drop(interval)")
    op.execute("DROP FUNCTION webhook_partitions_ahead(integer)")
    op.drop_index(op.f("webhook_secret_endpoint_id_idx"), table_name="webhook_secret")
    op.drop_table("webhook_secret")
    op.drop_index("webhook_replay_running", table_name="webhook_replay", postgresql_where=sa.text("state = 'running'"))
    op.drop_index(op.f("webhook_replay_endpoint_id_idx"), table_name="webhook_replay")
    op.drop_table("webhook_replay")
    op.drop_table("webhook_health")
    op.drop_index(op.f("webhook_errand_endpoint_id_idx"), table_name="webhook_errand")
    op.drop_index("webhook_errand_due", table_name="webhook_errand", postgresql_where=sa.text("state = 'queued'"))
    op.drop_table("webhook_errand")
    op.drop_index(op.f("webhook_endpoint_region_idx"), table_name="webhook_endpoint")
    op.drop_table("webhook_endpoint")
    op.drop_index("webhook_due_next", table_name="webhook_due")
    op.drop_index("webhook_due_lane", table_name="webhook_due", postgresql_where=sa.text("lane IS NOT NULL"))
    op.drop_table("webhook_due")
    op.drop_table("webhook_attempt")
    op.drop_index("event_log_event_id", table_name="event_log")
    op.drop_table("event_log")
    op.execute("DROP SEQUENCE event_log_position_seq")
