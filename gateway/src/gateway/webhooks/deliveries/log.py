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

# Two sources, each read in order and only as far as the page goes; what is due again hides its earlier end.
_WANTED = f"(CAST(:types AS text[]) IS NULL OR {TYPE_MATCHES.replace('wanted.types', 'CAST(:types AS text[])')})"
_SEEN = """
    event.recorded_at >= coalesce(CAST(:since AS timestamptz), '-infinity')
    AND event.recorded_at <= coalesce(CAST(:until AS timestamptz), 'infinity')
"""
_PENDING = f"""
    SELECT due.position, due.recorded_at, 'pending' AS state, due.attempts, nullif(due.due_at, 'infinity') AS next_at,
        CAST(NULL AS timestamptz) AS finished_at, CAST(NULL AS integer) AS status
    FROM webhook_due due JOIN event_log event USING (position, recorded_at)
    WHERE due.endpoint_id = :endpoint AND due.position < :before AND {_WANTED} AND {_SEEN}
    ORDER BY due.position DESC LIMIT :most
"""
_FINISHED = f"""
    SELECT DISTINCT ON (tried.position) tried.position, tried.recorded_at, tried.outcome AS state,
        tried.number AS attempts, CAST(NULL AS timestamptz) AS next_at, tried.at AS finished_at,
        CAST(tried.status AS integer) AS status
    FROM webhook_attempt tried JOIN event_log event USING (position, recorded_at)
    WHERE tried.endpoint_id = :endpoint AND tried.position < :before AND {{outcomes}} AND {_WANTED} AND {_SEEN}
      AND NOT EXISTS (SELECT 1 FROM webhook_due due
                      WHERE due.endpoint_id = tried.endpoint_id AND due.position = tried.position)
      AND NOT EXISTS (SELECT 1 FROM webhook_attempt later WHERE later.endpoint_id = tried.endpoint_id
                      AND later.position = tried.position AND later.recorded_at = tried.recorded_at
                      AND later.at > tried.at AND later.outcome <> 'failed')
    ORDER BY tried.position DESC, tried.at DESC LIMIT :most
"""
_SHOWN = """
    SELECT found.*, event.event_id, event.type, event.region, event.subject
    FROM ({sources}) found JOIN event_log event USING (position, recorded_at)
    ORDER BY found.position DESC LIMIT :most
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
    sources = []
    if state in (None, "pending"):
        sources.append(f"({_PENDING})")
    if state != "pending":
        outcomes = "tried.outcome IN ('delivered', 'exhausted')" if state is None else "tried.outcome = :state"
        sources.append(f"({_FINISHED.format(outcomes=outcomes)})")
    return _SHOWN.format(sources=" UNION ALL ".join(sources))


async def found(
    tx: Transaction, endpoint: UUID, *, state: str | None, types: Sequence[str] | None, since: datetime | None,
    until: datetime | None, before: int, most: int,
) -> Sequence[Any]:  # fmt: skip
    """The deliveries of a list request, newest event first."""
    statement = sa.text(listing(state))
    values = {
        "endpoint": endpoint, "state": state, "types": types, "since": since, "until": until, "before": before,
        "most": most,
    }  # fmt: skip
    return list(await tx.session.execute(statement, values))


async def one(tx: Transaction, endpoint: UUID, position: int) -> Any | None:
    """How one delivery stands; None when it was never made out."""
    return (await tx.session.execute(sa.text(_ONE), {"endpoint": endpoint, "position": position})).first()


async def attempts(tx: Transaction, endpoint: UUID, position: int) -> Sequence[Attempt]:
    """The attempts of one delivery, newest first."""
    statement = sa.select(Attempt).where(col(Attempt.endpoint_id) == endpoint, col(Attempt.position) == position)
    return list((await tx.session.execute(statement.order_by(col(Attempt.at).desc()).limit(100))).scalars())
