"""SQL about replays."""

from uuid import UUID

import sqlalchemy as sa
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


def of_endpoint(endpoint: UUID) -> sa.Select[Replay]:
    """The replays of an endpoint."""
    return sa.select(Replay).where(col(Replay.endpoint_id) == endpoint)
