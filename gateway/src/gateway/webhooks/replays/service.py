"""What people can do with replays."""

from datetime import UTC, datetime
from uuid import UUID

from countykit.identity import Caller
from servicekit.errors import NotFound
from servicekit.transaction import Transaction

from gateway.catalogue.errors import EventTypeUnknown
from gateway.event_log import repository as event_log
from gateway.event_log.matching import is_known_pattern
from gateway.webhooks.deliveries import repository as deliveries
from gateway.webhooks.endpoints import repository as endpoints
from gateway.webhooks.replays.models import Replay
from gateway.webhooks.replays.schemas import ReplayOrder, ReplayView

_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
_END = datetime(9000, 1, 1, tzinfo=UTC)


async def order(tx: Transaction, caller: Caller, id: UUID, wanted: ReplayOrder) -> ReplayView:
    """Count what matches and, unless it is a dry run, begin to make it out again; raises NotReceiving."""
    endpoint = await endpoints.receiving(tx, caller, id)
    unknown = [pattern for pattern in wanted.types or () if not is_known_pattern(pattern)]
    if unknown:
        raise EventTypeUnknown(types=unknown)
    after = 0
    if wanted.after is not None:
        event = await event_log.by_event_id(tx, wanted.after)
        if event is None or not endpoint.may_get(event.type, event.region):
            raise NotFound
        after = event.position
    first, last = await deliveries.positions(tx, wanted.since or _BEGINNING, wanted.until or _END, after)
    matching = await deliveries.count(tx, id, first, last, wanted.types)
    if wanted.dry_run or matching == 0:
        return ReplayView(matching=matching)
    replay = Replay(
        endpoint_id=endpoint.id, types=wanted.types or endpoint.types, first_position=first, next_position=first,
        last_position=last, created_by=caller.sub, created_at=tx.now,
    )  # fmt: skip
    tx.add(replay)
    await deliveries.notify(tx)
    return ReplayView(id=replay.id, state=replay.state, matching=matching, created_at=tx.now, created_by=caller.sub)
