"""SQL that shows people what waits and what became of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from servicekit.transaction import Transaction
from sqlmodel import col

from gateway.event_log.matching import TYPE_MATCHES
from gateway.webhooks.deliveries.models import Attempt

LOOKED_AT = 5_000
"""How many deliveries of each state one page looks through for the types that were asked for."""

_TYPE = f"(CAST(:types AS text[]) IS NULL OR {TYPE_MATCHES.replace('wanted.types', 'CAST(:types AS text[])')})"
_SEEN = """
    {row}.position < :before AND {row}.recorded_at >= coalesce(CAST(:since AS timestamptz), '-infinity')
    AND {row}.recorded_at <= coalesce(CAST(:until AS timestamptz), 'infinity')
"""
_PENDING = f"""(
    SELECT due.position, due.recorded_at, 'pending' AS state, due.attempts, nullif(due.due_at, 'infinity') AS next_at,
        CAST(NULL AS timestamptz) AS finished_at, CAST(NULL AS integer) AS status
    FROM webhook_due due WHERE due.endpoint_id = :endpoint AND {_SEEN.format(row="due")}
    ORDER BY due.position DESC LIMIT :looked
)"""
# What is due again hides its earlier end, and a later end hides an earlier one.
_ENDED = f"""(
    SELECT tried.position, tried.recorded_at, tried.outcome AS state, tried.number AS attempts,
        CAST(NULL AS timestamptz) AS next_at, tried.at AS finished_at, CAST(tried.status AS integer) AS status
    FROM webhook_attempt tried
    WHERE tried.endpoint_id = :endpoint AND tried.outcome = '{{outcome}}' AND {_SEEN.format(row="tried")}
      AND NOT EXISTS (SELECT 1 FROM webhook_due due
                      WHERE due.endpoint_id = tried.endpoint_id AND due.position = tried.position)
      AND NOT EXISTS (SELECT 1 FROM webhook_attempt later WHERE later.endpoint_id = tried.endpoint_id
                      AND later.position = tried.position AND later.recorded_at = tried.recorded_at
                      AND later.at > tried.at AND later.outcome <> 'failed')
    ORDER BY tried.position DESC LIMIT :looked
)"""
_SOURCES = {"pending": _PENDING} | {end: _ENDED.format(outcome=end) for end in ("delivered", "exhausted")}
# Behind the horizon a source was not looked at any more, so nothing of the others is shown from there either.
_SHOWN = f"""
    WITH looked AS MATERIALIZED ({{sources}}), horizon AS (
        SELECT coalesce(max(lowest), 0) AS position
        FROM (SELECT min(position) AS lowest FROM looked GROUP BY state HAVING count(*) >= :looked) cut_off
    )
    SELECT horizon.position AS horizon, shown.* FROM horizon LEFT JOIN LATERAL (
        SELECT looked.*, event.* FROM looked CROSS JOIN LATERAL (
            SELECT event_id, type, region, subject FROM event_log
            WHERE event_log.position = looked.position AND event_log.recorded_at = looked.recorded_at OFFSET 0
        ) event
        WHERE looked.position >= horizon.position AND starts_with(region, :prefix) AND {_TYPE}
        ORDER BY looked.position DESC LIMIT :most
    ) shown ON true
    ORDER BY shown.position DESC
"""
# Every source is an index read backwards and ends with its limit, whatever the planner thinks of young partitions.
STEER = """
    SELECT set_config(name, 'off', true)
    FROM unnest(ARRAY['enable_seqscan', 'enable_bitmapscan', 'enable_hashjoin', 'enable_mergejoin']) AS s(name)
"""
_ONE = """
    SELECT coalesce(CASE WHEN due.position IS NOT NULL THEN 'pending' END, last.outcome) AS state,
        coalesce(due.attempts, last.number) AS attempts, nullif(due.due_at, 'infinity') AS next_at,
        CASE WHEN due.position IS NULL THEN last.at END AS finished_at,
        CASE WHEN due.position IS NULL THEN last.status END AS status
    FROM (SELECT 1) one
    LEFT JOIN webhook_due due ON due.endpoint_id = :endpoint AND due.position = :position
    LEFT JOIN LATERAL (SELECT * FROM webhook_attempt WHERE endpoint_id = :endpoint AND position = :position
                       ORDER BY at DESC LIMIT 1) last ON true
    WHERE due.position IS NOT NULL OR last.at IS NOT NULL
"""


def listing(state: str | None) -> str:
    """The statement of a list request."""
    return _SHOWN.format(sources=" UNION ALL ".join(_SOURCES.values() if state is None else [_SOURCES[state]]))


async def found(
    tx: Transaction, endpoint: UUID, *, prefix: str, state: str | None, types: Sequence[str] | None,
    since: datetime | None, until: datetime | None, before: int, most: int,
) -> tuple[Sequence[Any], int]:  # fmt: skip
    """The deliveries of a list request, newest event first, and the position down to which was looked (0 is all).

    Only those within the region that the endpoint has now: who may see it may not see where it was before.
    """
    await tx.session.execute(sa.text(STEER))
    values = {
        "endpoint": endpoint, "prefix": prefix, "types": types, "since": since, "until": until, "before": before,
        "most": most, "looked": most if types is None else LOOKED_AT,
    }  # fmt: skip
    rows = list(await tx.session.execute(sa.text(listing(state)), values))
    return [row for row in rows if row.position is not None], rows[0].horizon


async def one(tx: Transaction, endpoint: UUID, position: int) -> Any | None:
    """How one delivery stands; None when it was never made out."""
    return (await tx.session.execute(sa.text(_ONE), {"endpoint": endpoint, "position": position})).first()


async def attempts(tx: Transaction, endpoint: UUID, position: int) -> Sequence[Attempt]:
    """The attempts of one delivery, newest first."""
    statement = sa.select(Attempt).where(col(Attempt.endpoint_id) == endpoint, col(Attempt.position) == position)
    return list((await tx.session.execute(statement.order_by(col(Attempt.at).desc()))).scalars())
