"""SQL that makes deliveries out, for the fan-out and for people: in kit transactions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from servicekit.transaction import Transaction
from sqlalchemy.exc import DBAPIError

from gateway.catalogue.visibility import NOT_FOR_DEPARTMENTS, REPORTS
from gateway.event_log import repository as event_log
from gateway.event_log.matching import SUBTREES, TYPE_MATCHES, type_matches_one_of
from gateway.event_log.repository import Heard

CHANNEL = "webhooks"
"""Tells the workers which endpoints have something to do; an empty message means all."""

_ATTEMPTS = 5
_DEADLOCK = "40P01"

# A delivery that stands behind another of its lane is not due yet. The lanes' locks were taken by an earlier statement,
# so this one sees every row of them that a worker has finished.
_DUE_COLUMNS = "endpoint_id, position, recorded_at, due_at, lane, attempts"
_LANE = "CASE WHEN wanted.ordering = 'strict' THEN hashtextextended(event.subject, 0) END AS lane"
# The same that the feed hides from the owner.
_VISIBLE = f"""(
    (wanted.department IS NULL OR NOT {type_matches_one_of(NOT_FOR_DEPARTMENTS)})
    AND (wanted.sees_reports OR NOT {type_matches_one_of(REPORTS)}))
"""
_MAKE_OUT = f"""
    SELECT endpoint_id, position, recorded_at,
        CASE WHEN lane IS NOT NULL AND (
            row_number() OVER (PARTITION BY endpoint_id, lane ORDER BY position) > 1
            OR EXISTS (SELECT 1 FROM webhook_due ahead
                       WHERE ahead.endpoint_id = chosen.endpoint_id AND ahead.lane = chosen.lane)
        ) THEN 'infinity' ELSE recorded_at END,
        lane, 0
    FROM (
        SELECT wanted.id AS endpoint_id, event.position, event.recorded_at, {_LANE}
        FROM {{events}} event
        CROSS JOIN LATERAL (SELECT DISTINCT code FROM unnest({SUBTREES}) AS subtree(code)) subtree
        JOIN webhook_endpoint wanted ON wanted.region = subtree.code
        WHERE {{condition}} AND {TYPE_MATCHES} AND {_VISIBLE}
    ) chosen
"""

LOCK_STRICT = """
    SELECT count(pg_advisory_xact_lock(hashtextextended(id::text, 1)))
    FROM (SELECT id FROM webhook_endpoint WHERE ordering = 'strict' ORDER BY id) strict
"""
LOCK = f"SELECT pg_advisory_xact_lock({event_log.WRITER_LOCK}); {LOCK_STRICT}"
LOCK_LANES = """
    SELECT count(pg_advisory_xact_lock(hashtextextended(id::text, 1)))
    FROM (SELECT DISTINCT id FROM unnest($1::uuid[]) AS endpoint(id) ORDER BY id) strict
"""

STORE = f"""
    WITH moment AS MATERIALIZED (
        SELECT clock_timestamp() AS at
    ), heard AS (
        SELECT * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::bytea[])
            WITH ORDINALITY AS h(event_id, type, region, time, subject, body, place)
    ), new AS (
        INSERT INTO inbox (consumer, event_id) SELECT $1, event_id FROM heard ON CONFLICT DO NOTHING RETURNING event_id
    ), stored AS (
        INSERT INTO event_log (position, recorded_at, event_id, type, region, time, subject, body)
        SELECT nextval('event_log_position_seq'), at, event_id, type, region, time, subject, body
        FROM (SELECT moment.at, heard.* FROM heard JOIN new USING (event_id) CROSS JOIN moment ORDER BY place) ordered
        RETURNING position, recorded_at, type, region, subject
    ), due AS (
        INSERT INTO webhook_due ({_DUE_COLUMNS})
        {_MAKE_OUT.format(events="stored", condition="wanted.state IN ('enabled', 'paused')")}
        RETURNING endpoint_id
    ), touched AS (
        SELECT string_agg(endpoint_id::text, ',') AS ids, count(*) AS endpoints
        FROM (SELECT DISTINCT endpoint_id FROM due) distinct_due
    )
    SELECT (SELECT count(*) FROM stored) AS stored,
        CASE WHEN endpoints > 0 THEN pg_notify('{CHANNEL}', CASE WHEN endpoints < 200 THEN ids ELSE '' END) END
    FROM touched
"""

MAKE_OUT_RANGE = f"""
    WITH due AS (
        INSERT INTO webhook_due ({_DUE_COLUMNS})
        {_MAKE_OUT.format(
            events="(SELECT * FROM event_log WHERE position > $2 AND position <= $3)",
            condition="wanted.id = $1 AND event.type IS NOT NULL AND ($4::text[] IS NULL OR "
            + TYPE_MATCHES.replace("wanted.types", "$4::text[]") + ")",
        )}
        ON CONFLICT DO NOTHING RETURNING 1
    )
    SELECT count(*) FROM due
"""  # fmt: skip

# While a catch-up was made out, newer events may have entered its lanes: the oldest of each lane is due, no other.
SETTLE_LANES = """
    UPDATE webhook_due due SET due_at = CASE WHEN placed.place = 1 THEN due.recorded_at ELSE 'infinity' END
    FROM (SELECT position, row_number() OVER (PARTITION BY lane ORDER BY position) AS place
          FROM webhook_due WHERE endpoint_id = $1 AND lane IS NOT NULL) placed
    WHERE due.endpoint_id = $1 AND due.position = placed.position
      AND (placed.place = 1) = (due.due_at = 'infinity')
"""

_RANGE = f"""
    FROM event_log event JOIN webhook_endpoint wanted ON wanted.region = ANY ({SUBTREES})
    WHERE wanted.id = :endpoint AND {TYPE_MATCHES} AND {_VISIBLE}
      AND event.position > :first AND event.position <= :last
      AND (CAST(:types AS text[]) IS NULL OR {TYPE_MATCHES.replace("wanted.types", "CAST(:types AS text[])")})
"""
_COUNT = sa.text(f"SELECT count(*) {_RANGE}")
_POSITIONS = sa.text("""
    SELECT coalesce(min(position) - 1, (SELECT coalesce(max(position), 0) FROM event_log)) AS first,
        coalesce(max(position), 0) AS last
    FROM event_log WHERE recorded_at >= :since AND recorded_at <= :until AND position > :after
""")
_RESEND = sa.text("""
    INSERT INTO webhook_due (endpoint_id, position, recorded_at, due_at, lane, attempts)
    VALUES (:endpoint, :position, :recorded_at, now(), NULL, 0)
    ON CONFLICT (endpoint_id, position) DO UPDATE SET due_at = now(), attempts = 0
    WHERE webhook_due.due_at > now() + make_interval(secs => :lease) AND webhook_due.due_at < 'infinity'
""")
_FORGET = sa.text("DELETE FROM webhook_due WHERE endpoint_id = :endpoint")
_NOTIFY = sa.text(f"SELECT pg_notify('{CHANNEL}', :message)")
_UNLANE = sa.text("""
    UPDATE webhook_due SET lane = NULL, due_at = CASE WHEN due_at = 'infinity' THEN recorded_at ELSE due_at END
    WHERE endpoint_id = :endpoint AND lane IS NOT NULL
""")
_LANES = sa.text("""
    UPDATE webhook_due due SET lane = laned.lane,
        due_at = CASE WHEN laned.place = 1 THEN due.due_at ELSE 'infinity' END
    FROM (SELECT d.position, hashtextextended(e.subject, 0) AS lane, row_number() OVER (
              PARTITION BY hashtextextended(e.subject, 0) ORDER BY d.position) AS place
          FROM webhook_due d JOIN event_log e ON e.position = d.position AND e.recorded_at = d.recorded_at
          WHERE d.endpoint_id = :endpoint) laned
    WHERE due.endpoint_id = :endpoint AND due.position = laned.position
""")


async def lock(tx: Transaction) -> None:
    """Become the writer of the log and take the lanes of all strict endpoints.

    Without the lanes a worker could finish the first of a lane unseen, and the next would wait without end. The request
    that makes an endpoint strict is the writer meanwhile; the second statement sees what was committed while the first
    waited.
    """
    driver = await tx.driver()
    await driver.execute(LOCK)


async def store(tx: Transaction, consumer: str, events: Sequence[Heard]) -> int:
    """Store the events that are new and make out their deliveries; returns how many were new."""
    driver = await tx.driver()
    return int(await driver.fetchval(STORE, consumer, *event_log.columns(events)))


async def notify(tx: Transaction, endpoint: UUID | None = None) -> None:
    """Wake the workers with the commit; without an endpoint they read all endpoints anew."""
    await tx.session.execute(_NOTIFY, {"message": "" if endpoint is None else str(endpoint)})


async def count(tx: Transaction, endpoint: UUID, first: int, last: int, types: Sequence[str] | None) -> int:
    """How many stored events of a range the endpoint would get."""
    values: dict[str, Any] = {"endpoint": endpoint, "first": first, "last": last, "types": types}
    return int((await tx.session.execute(_COUNT, values)).scalar_one())


async def positions(tx: Transaction, since: datetime, until: datetime, after: int) -> tuple[int, int]:
    """The range of positions recorded between two moments and behind a position: first exclusive, last inclusive."""
    row = (await tx.session.execute(_POSITIONS, {"since": since, "until": until, "after": after})).one()
    return int(row.first), int(row.last)


async def resend(tx: Transaction, endpoint: UUID, position: int, recorded_at: datetime, lease_seconds: float) -> None:
    """Make one delivery out again, or a waiting one due now; one that is being sent is left alone."""
    values = {"endpoint": endpoint, "position": position, "recorded_at": recorded_at, "lease": lease_seconds}
    await tx.session.execute(_RESEND, values)


async def forget(tx: Transaction, endpoint: UUID) -> None:
    """Drop what waits for an endpoint that is deleted."""
    await tx.session.execute(_FORGET, {"endpoint": endpoint})


async def _despite_workers(tx: Transaction, statement: sa.TextClause, endpoint: UUID) -> None:
    """Workers lock the same rows in the order in which they end; the one of two that PostgreSQL stops tries again."""
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            async with tx.session.begin_nested():
                await tx.session.execute(statement, {"endpoint": endpoint})
                return
        except DBAPIError as error:
            if attempt == _ATTEMPTS or getattr(error.orig, "sqlstate", None) != _DEADLOCK:
                raise


async def reorder(tx: Transaction, endpoint: UUID, *, strict: bool) -> None:
    """Put what waits into lanes, or take it out of them, when the ordering changes; the fan-out waits meanwhile."""
    await event_log.become_writer(tx)
    connection = await tx.session.connection()
    await connection.exec_driver_sql(LOCK_LANES, ([endpoint],))
    await _despite_workers(tx, _LANES if strict else _UNLANE, endpoint)
    if strict:
        # What ended while the lanes were made may have been the first of one; from now on ends wait for our commit.
        await connection.exec_driver_sql(SETTLE_LANES, (endpoint,))
