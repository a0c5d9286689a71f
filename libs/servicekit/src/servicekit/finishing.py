"""The statements that end a transaction."""

from servicekit.history.writing import INSERT as HISTORY

# One statement, one round trip: the log, the to-do list of the relay, and the audit rows. Ids are drawn here, after
# every lock of the transaction has been taken, so that their order is the lock order of each aggregate.
FINISH = """
WITH event AS (
    INSERT INTO outbox (event_id, topic, key, type, body)
    SELECT event_id, topic, key, type, body
    FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bytea[])
         WITH ORDINALITY AS e(event_id, topic, key, type, body, place) ORDER BY place
    RETURNING id, recorded_at
), pending AS (
    INSERT INTO outbox_pending (id, recorded_at) SELECT id, recorded_at FROM event
)
INSERT INTO audit (at, actor, action, resource, address, request_id, before, after, mac)
SELECT $6, $7, $8, resource, $9, $10, before, after, mac
FROM unnest($11::text[], $12::bytea[], $13::bytea[], $14::bytea[]) AS a(resource, before, after, mac)
"""

FINISH_WITH_HISTORY = FINISH.replace("WITH ", f"WITH {HISTORY}, ", 1)

# The due-list: entered or moved, or withdrawn where there is no time. Locked in one order, after the rows.
SCHEDULE = """
WITH wanted AS MATERIALIZED (
    SELECT job, key, due_at FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS w(job, key, due_at)
), withdrawn AS (
    DELETE FROM due_entry d USING wanted w WHERE d.job = w.job AND d.key = w.key AND w.due_at IS NULL
)
INSERT INTO due_entry AS d (job, key, due_at, next_at)
SELECT job, key, due_at, due_at FROM wanted WHERE due_at IS NOT NULL ORDER BY job, key
ON CONFLICT (job, key) DO UPDATE
SET due_at = excluded.due_at, next_at = excluded.next_at, attempts = 0, error = NULL
WHERE d.due_at <> excluded.due_at
"""
