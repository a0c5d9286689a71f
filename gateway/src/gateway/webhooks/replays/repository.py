"""SQL about replays."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from servicekit.transaction import Transaction
from sqlmodel import col

from gateway.webhooks.replays.models import Replay

NEXT = """
    SELECT r.id, r.endpoint_id, r.types, r.first_position, r.next_position, r.last_position, r.catch_up
    FROM webhook_replay r WHERE r.state = 'running' ORDER BY r.catch_up DESC, r.id LIMIT 1 FOR UPDATE SKIP LOCKED
"""
ADVANCE = """
    UPDATE webhook_replay SET next_position = $2, events = events + $3,
        state = CASE WHEN $2 >= last_position THEN 'done' ELSE 'running' END
    WHERE id = $1
"""


async def of_endpoint(tx: Transaction, endpoint: UUID) -> Sequence[Replay]:
    """The latest replays of an endpoint, newest first."""
    statement = sa.select(Replay).where(col(Replay.endpoint_id) == endpoint)
    return list((await tx.session.execute(statement.order_by(col(Replay.id).desc()).limit(50))).scalars())
