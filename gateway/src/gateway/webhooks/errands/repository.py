"""SQL about errands."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from servicekit.transaction import Transaction
from sqlmodel import col

from gateway.webhooks.errands.models import Errand

RECENT = 50
# As with deliveries, a lease is a later due date. One at a time per endpoint, so that none keeps the others waiting.
CLAIM = """
    UPDATE webhook_errand SET due_at = clock_timestamp() + $1::interval WHERE id IN (
        SELECT id FROM webhook_errand queued WHERE state = 'queued' AND due_at <= clock_timestamp()
          AND NOT EXISTS (SELECT 1 FROM webhook_errand ahead WHERE ahead.endpoint_id = queued.endpoint_id
                          AND ahead.state = 'queued' AND ahead.id < queued.id)
        ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED)
    RETURNING id, endpoint_id, kind, echo, body
"""
FINISH = """
    UPDATE webhook_errand SET state = $2, finished_at = clock_timestamp(), status = $3, latency_ms = $4, error = $5,
        answer = $6
    WHERE id = $1
"""


async def recent(tx: Transaction, endpoint: UUID) -> Sequence[Errand]:
    """The latest errands of an endpoint, newest first."""
    statement = sa.select(Errand).where(col(Errand.endpoint_id) == endpoint)
    return list((await tx.session.execute(statement.order_by(col(Errand.id).desc()).limit(RECENT))).scalars())


async def one(tx: Transaction, endpoint: UUID, id: UUID) -> Errand | None:
    """One errand of an endpoint."""
    statement = sa.select(Errand).where(col(Errand.endpoint_id) == endpoint, col(Errand.id) == id)
    return (await tx.session.execute(statement)).scalar_one_or_none()
