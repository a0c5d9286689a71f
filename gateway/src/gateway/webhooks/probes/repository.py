"""SQL about probes."""

from uuid import UUID

import sqlalchemy as sa
from servicekit.transaction import Transaction
from sqlmodel import col

from gateway.webhooks.probes.models import Probe

# As with deliveries, a lease is a later due date. One at a time per endpoint, so that none keeps the others waiting.
CLAIM = """
    UPDATE webhook_probe SET due_at = clock_timestamp() + $1::interval WHERE id IN (
        SELECT id FROM webhook_probe queued WHERE state = 'queued' AND due_at <= clock_timestamp()
          AND NOT EXISTS (SELECT 1 FROM webhook_probe ahead WHERE ahead.endpoint_id = queued.endpoint_id
                          AND ahead.state = 'queued' AND ahead.id < queued.id)
        ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED)
    RETURNING id, endpoint_id, kind, echo, body
"""
FINISH = """
    UPDATE webhook_probe SET state = $2, finished_at = clock_timestamp(), status = $3, latency_ms = $4, error = $5,
        answer = $6
    WHERE id = $1
"""


def of_endpoint(endpoint: UUID) -> sa.Select[Probe]:
    """The probes of an endpoint."""
    return sa.select(Probe).where(col(Probe.endpoint_id) == endpoint)


async def one(tx: Transaction, endpoint: UUID, id: UUID) -> Probe | None:
    """One probe of an endpoint."""
    statement = sa.select(Probe).where(col(Probe.endpoint_id) == endpoint, col(Probe.id) == id)
    return (await tx.session.execute(statement)).scalar_one_or_none()
