"""HTTP about deliveries."""

from typing import Annotated
from uuid import UUID

from countykit.regions import significant
from fastapi import Query
from pydantic import AwareDatetime
from servicekit.errors import NotFound
from servicekit.http import ADMINISTRATION, Router, Tx
from servicekit.problems import refusals

from gateway.catalogue.errors import EventTypeUnknown
from gateway.event_log.matching import is_known_pattern
from gateway.webhooks.deliveries import log, service
from gateway.webhooks.deliveries.schemas import DeliveryDetailView, DeliveryPage, DeliveryState, DeliveryView
from gateway.webhooks.endpoints import repository as endpoints
from gateway.webhooks.endpoints.access import PREFIX, Owner, Settings
from gateway.webhooks.endpoints.errors import NotReceiving

router = Router(prefix=PREFIX, tags=["webhooks"], dependencies=[ADMINISTRATION])
_LAST = 2**63 - 1
Moment = Annotated[AwareDatetime | None, Query()]


@router.get("/{id}/deliveries", responses=refusals(NotFound, EventTypeUnknown))
async def list_deliveries(
    id: UUID, tx: Tx, caller: Owner,
    state: DeliveryState | None = None,
    type: Annotated[list[str] | None, Query(max_length=20, description="types or patterns")] = None,
    since: Moment = None, until: Moment = None,
    before: Annotated[int, Query(ge=1, le=_LAST, description="`next` of the page before")] = _LAST,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> DeliveryPage:  # fmt: skip
    """What waits for an endpoint and what became of the rest, newest event first."""
    endpoint = await endpoints.get(tx, caller, id)
    unknown = [pattern for pattern in type or () if not is_known_pattern(pattern)]
    if unknown:
        raise EventTypeUnknown(types=unknown)
    rows, horizon = await log.found(
        tx, id, prefix=significant(endpoint.region), state=state and state.value, types=type, since=since, until=until,
        before=before, most=limit + 1,
    )  # fmt: skip
    items = [DeliveryView.model_validate(row) for row in rows[:limit]]
    return DeliveryPage(items=items, next=rows[limit - 1].position if len(rows) > limit else horizon or None)


@router.get("/{id}/deliveries/{event_id}", responses=refusals(NotFound))
async def read_delivery(id: UUID, event_id: UUID, tx: Tx, caller: Owner) -> DeliveryDetailView:
    """One delivery with its body, its attempts and the beginning of each answer."""
    return await service.read(tx, caller, id, event_id)


@router.post("/{id}/deliveries/{event_id}/resend", status_code=202, responses=refusals(NotFound, NotReceiving))
async def resend_delivery(id: UUID, event_id: UUID, tx: Tx, caller: Owner, settings: Settings) -> DeliveryDetailView:
    """Send one event again at once, under the same webhook-id."""
    await service.resend(tx, caller, settings, id, event_id)
    return await service.read(tx, caller, id, event_id)
