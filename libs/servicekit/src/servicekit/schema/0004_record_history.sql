-- What happened to each record with a state, kept as long as the record; the outbox forgets after a year.
CREATE TABLE record_history (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       text        NOT NULL,
    record_id  uuid        NOT NULL,
    version    integer     NOT NULL,
    at         timestamptz NOT NULL,
    action     text        NOT NULL,
    event      text,
    from_state text,
    to_state   text        NOT NULL,
    actor      text        NOT NULL,
    actor_name text        NOT NULL,
    reason     text
);
CREATE INDEX record_history_of_record ON record_history (record_id, id);
