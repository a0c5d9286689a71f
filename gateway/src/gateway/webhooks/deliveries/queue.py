"""The workers' hot statements, on connections of their own: claim in batches, write results in batches.

The commits of these connections do not wait for the disk: what a power cut forgets is sent again, which is allowed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg

from gateway.webhooks.deliveries.models import Outcome
from gateway.webhooks.deliveries.repository import LOCK_LANES

# One index probe per endpoint and as many rows as asked for: neither leased nor waiting rows are looked at.
CLAIM = """
    WITH claimed AS (
        UPDATE webhook_due d SET due_at = clock_timestamp() + $3::interval
        FROM (
            SELECT wanted.endpoint_id, next.position
            FROM unnest($1::uuid[], $2::int[]) AS wanted(endpoint_id, most)
            CROSS JOIN LATERAL (
                SELECT position FROM webhook_due q
                WHERE q.endpoint_id = wanted.endpoint_id AND q.due_at <= clock_timestamp()
                ORDER BY q.due_at, q.position LIMIT wanted.most FOR UPDATE SKIP LOCKED
            ) next
        ) chosen
        WHERE d.endpoint_id = chosen.endpoint_id AND d.position = chosen.position
        RETURNING d.endpoint_id, d.position, d.recorded_at, d.due_at, d.lane, d.attempts
    )
    SELECT c.endpoint_id, c.position, c.recorded_at, c.due_at AS leased_until, c.lane, c.attempts,
        e.event_id, e.type, e.body
    FROM claimed c JOIN event_log e ON e.position = c.position AND e.recorded_at = c.recorded_at
    ORDER BY c.endpoint_id, c.position
"""
FINISH = """
    WITH result AS (
        SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::timestamptz[], $5::text[],
            $6::timestamptz[], $7::timestamptz[], $8::smallint[], $9::int[], $10::text[], $11::bytea[], $12::smallint[])
            AS r(endpoint_id, position, recorded_at, leased_until, outcome, next_at, at, status, latency_ms, error,
                 answer, number)
    ), gone AS (
        DELETE FROM webhook_due d USING result r
        WHERE d.endpoint_id = r.endpoint_id AND d.position = r.position
          AND (r.outcome = 'delivered' OR (r.outcome = 'exhausted' AND d.due_at = r.leased_until))
        RETURNING d.endpoint_id, d.lane
    ), later AS (
        UPDATE webhook_due d SET due_at = r.next_at, attempts = r.number FROM result r
        WHERE d.endpoint_id = r.endpoint_id AND d.position = r.position
          AND r.outcome = 'failed' AND d.due_at = r.leased_until
    ), logged AS (
        INSERT INTO webhook_attempt
            (endpoint_id, position, at, recorded_at, number, outcome, status, latency_ms, error, answer)
        SELECT endpoint_id, position, at, recorded_at, number, outcome, status, latency_ms, error, answer FROM result
        ON CONFLICT DO NOTHING
    )
    SELECT endpoint_id, lane FROM gone WHERE lane IS NOT NULL
"""
PROMOTE = """
    UPDATE webhook_due d SET due_at = d.recorded_at
    FROM unnest($1::uuid[], $2::bigint[]) AS finished(endpoint_id, lane)
    CROSS JOIN LATERAL (
        SELECT position, due_at FROM webhook_due q
        WHERE q.endpoint_id = finished.endpoint_id AND q.lane = finished.lane ORDER BY q.position LIMIT 1
    ) head
    WHERE d.endpoint_id = finished.endpoint_id AND d.position = head.position AND head.due_at = 'infinity'
"""
RELEASE = """
    UPDATE webhook_due d SET due_at = d.recorded_at
    FROM unnest($1::uuid[], $2::bigint[], $3::timestamptz[]) AS held(endpoint_id, position, leased_until)
    WHERE d.endpoint_id = held.endpoint_id AND d.position = held.position AND d.due_at = held.leased_until
"""
# `now()` lets the index pass over what is due anyway; the clock spares what is leased while this runs.
CATCH_UP = """
    UPDATE webhook_due d SET due_at = d.recorded_at
    FROM (SELECT position FROM webhook_due
          WHERE endpoint_id = $1 AND due_at > now() AND due_at < 'infinity' AND attempts <= $4
            AND due_at > clock_timestamp() + $2::interval
          ORDER BY due_at, position LIMIT $3 FOR UPDATE SKIP LOCKED) late
    WHERE d.endpoint_id = $1 AND d.position = late.position
"""
_CHUNK = 5000
_ANY = 32_767


@dataclass(slots=True)
class Claim:
    """A delivery that this worker may attempt until the lease ends."""

    endpoint_id: UUID
    position: int
    recorded_at: datetime
    leased_until: datetime
    lane: int | None
    attempts: int
    event_id: UUID
    type: str
    body: bytes


@dataclass(slots=True)
class Result:
    """What became of a claim."""

    claim: Claim
    outcome: Outcome
    at: datetime
    latency_ms: int
    status: int | None = None
    error: str | None = None
    answer: bytes | None = None
    next_at: datetime | None = None


async def claim(connection: asyncpg.Connection, wanted: Sequence[tuple[UUID, int]], lease: timedelta) -> list[Claim]:
    """Lease the next due deliveries, at most so many per endpoint."""
    rows = await connection.fetch(CLAIM, [id for id, _ in wanted], [most for _, most in wanted], lease)
    return [Claim(*row) for row in rows]


async def finish(connection: asyncpg.Connection, results: Sequence[Result]) -> None:
    """Write a batch of results down; the next of a finished lane becomes due in the same transaction."""
    claims = [r.claim for r in results if r.claim.lane is not None and r.outcome is not Outcome.FAILED]
    if not claims:
        # What was put into lanes after it was claimed still has to let the next of its lane go.
        await _promote(connection, [tuple(row) for row in await connection.fetch(FINISH, *_columns(results))])
        return
    lanes = [(claim.endpoint_id, claim.lane) for claim in claims if claim.lane is not None]
    async with connection.transaction():
        await connection.execute(LOCK_LANES, [endpoint for endpoint, _ in lanes])
        late = [tuple(row) for row in await connection.fetch(FINISH, *_columns(results))]
        await _promote(connection, list({*lanes, *late}))


async def _promote(connection: asyncpg.Connection, lanes: Sequence[tuple[UUID, int]]) -> None:
    """Make the first of each lane due; the locks keep the fan-out from queueing behind what has just ended."""
    if not lanes:
        return
    endpoints = [endpoint for endpoint, _ in lanes]
    async with connection.transaction():
        await connection.execute(LOCK_LANES, endpoints)
        await connection.execute(PROMOTE, endpoints, [lane for _, lane in lanes])


def _columns(results: Sequence[Result]) -> tuple[list[object], ...]:
    claims = [result.claim for result in results]
    return (
        [c.endpoint_id for c in claims], [c.position for c in claims], [c.recorded_at for c in claims],
        [c.leased_until for c in claims], [r.outcome.value for r in results], [r.next_at for r in results],
        [r.at for r in results], [r.status for r in results], [r.latency_ms for r in results],
        [r.error for r in results], [r.answer for r in results], [c.attempts + 1 for c in claims],
    )  # fmt: skip


async def release(connection: asyncpg.Connection, claims: Sequence[Claim]) -> None:
    """Give back what was claimed and not attempted."""
    if not claims:
        return
    await connection.execute(
        RELEASE, [c.endpoint_id for c in claims], [c.position for c in claims], [c.leased_until for c in claims]
    )


async def catch_up(connection: asyncpg.Connection, endpoint: UUID, lease: timedelta, tried: int = _ANY) -> int:
    """Make the retries of an endpoint due now that were `tried` so often at most, in the order of the events.

    Returns how many. What was tried oftener than the outage lasted was refused for itself while others were accepted:
    it keeps its schedule, or every success of another would use up one of its attempts.
    """
    woken, chunk = 0, _CHUNK
    while chunk == _CHUNK:
        chunk = int((await connection.execute(CATCH_UP, endpoint, lease, _CHUNK, tried)).rpartition(" ")[2])
        woken += chunk
    return woken
