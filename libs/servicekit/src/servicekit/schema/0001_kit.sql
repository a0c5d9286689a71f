-- The kit's own tables, the same in every service's database. Run inside the service's first migration.
-- `outbox` is the service's immutable log; `outbox_pending` names what the broker has not acknowledged yet.
-- The sequence keeps CACHE 1: an id is drawn while the aggregate's row is locked, so ids follow lock order.
CREATE SEQUENCE outbox_id_seq CACHE 1;

CREATE TABLE outbox (
    id          bigint      NOT NULL DEFAULT nextval('outbox_id_seq'),
    recorded_at timestamptz NOT NULL DEFAULT now(),
    event_id    uuid        NOT NULL,
    topic       text        NOT NULL,
    key         text        NOT NULL,
    type        text        NOT NULL,
    body        bytea       NOT NULL,
    PRIMARY KEY (recorded_at, id)
) PARTITION BY RANGE (recorded_at);
CREATE INDEX outbox_id ON outbox (id);

CREATE TABLE outbox_pending (
    id          bigint      PRIMARY KEY,
    recorded_at timestamptz NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

CREATE TABLE inbox (
    consumer    text        NOT NULL,
    event_id    uuid        NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, event_id)
);

CREATE TABLE parked_event (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    consumer    text        NOT NULL,
    topic       text        NOT NULL,
    key         text        NOT NULL,
    partition   integer     NOT NULL,
    "offset"    bigint      NOT NULL,
    body        bytea       NOT NULL,
    error       text        NOT NULL,
    parked_at   timestamptz NOT NULL DEFAULT now(),
    UNIQUE (consumer, topic, partition, "offset")
);
CREATE INDEX parked_event_key ON parked_event (consumer, topic, key);

CREATE TABLE idempotency_key (
    subject      text        NOT NULL,
    route        text        NOT NULL,
    key          text        NOT NULL,
    request_hash bytea       NOT NULL,
    status       integer,
    headers      jsonb,
    body         bytea,
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (subject, route, key)
);
CREATE INDEX idempotency_key_age ON idempotency_key (created_at);

CREATE TABLE audit (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at          timestamptz NOT NULL,
    actor       text        NOT NULL,
    action      text        NOT NULL,
    resource    text        NOT NULL,
    address     text        NOT NULL,
    request_id  text        NOT NULL,
    before      bytea,
    after       bytea
);

-- A chain over the audit rows: every seal covers one row and the seal before it.
CREATE TABLE audit_seal (
    position    bigint      PRIMARY KEY,
    audit_id    bigint      NOT NULL UNIQUE,
    hash        bytea       NOT NULL
);

-- Monthly partitions are made ahead and dropped by age; the functions run as their owner because the
-- service's own role may neither create tables nor delete from the log.
CREATE FUNCTION outbox_partitions_ahead(months integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE month date;
BEGIN
    FOR month IN SELECT generate_series(date_trunc('month', now() AT TIME ZONE 'UTC'),
                                        date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => months),
                                        '1 month')::date LOOP
        EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF outbox FOR VALUES FROM (%L) TO (%L)',
                       'outbox_' || to_char(month, 'YYYY_MM'), month::text || ' 00:00+00',
                       (month + interval '1 month')::date::text || ' 00:00+00');
    END LOOP;
END $$;

CREATE FUNCTION outbox_drop_older_than(keep interval) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE part record; dropped integer := 0; month date;
BEGIN
    FOR part IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                WHERE i.inhparent = 'outbox'::regclass AND c.relname ~ '^outbox_\d{4}_\d{2}$' LOOP
        month := to_date(right(part.relname, 7), 'YYYY_MM');
        IF month + interval '1 month' < now() - keep
           AND NOT EXISTS (SELECT 1 FROM outbox_pending WHERE recorded_at < month + interval '1 month') THEN
            EXECUTE format('DROP TABLE %I', part.relname);
            dropped := dropped + 1;
        END IF;
    END LOOP;
    RETURN dropped;
END $$;

CREATE TABLE outbox_default PARTITION OF outbox DEFAULT;
SELECT outbox_partitions_ahead(2);
