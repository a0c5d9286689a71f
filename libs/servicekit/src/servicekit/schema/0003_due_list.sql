-- What is due at a time: entered and withdrawn by the transaction of the business, done once by the leader.
-- `due_at` is the agreed time, `next_at` the time of the next attempt after failures.
CREATE TABLE due_entry (
    job      text        NOT NULL,
    key      text        NOT NULL,
    due_at   timestamptz NOT NULL,
    next_at  timestamptz NOT NULL,
    attempts integer     NOT NULL DEFAULT 0,
    error    text,
    PRIMARY KEY (job, key)
);
CREATE INDEX due_entry_next ON due_entry (next_at);
