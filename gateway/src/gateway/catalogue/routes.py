"""HTTP about event types."""

from contracts.catalogue import all_events, by_type
from countykit.identity import Anyone
from servicekit.http import Router
from servicekit.problems import refusals

from gateway.catalogue.errors import NoSuchEventType
from gateway.catalogue.schemas import EventTypeDetailView, EventTypesView, EventTypeView

router = Router(prefix="/api/integration/v1/event-types", tags=["event types"])


@router.get("")
async def list_event_types(caller: Anyone) -> EventTypesView:  # noqa: ARG001 - for the signed-in
    """Every type of event there is."""
    return EventTypesView(items=[EventTypeView.of(event) for event in all_events()])


@router.get("/{type}", responses=refusals(NoSuchEventType))
async def read_event_type(type: str, caller: Anyone) -> EventTypeDetailView:  # noqa: ARG001
    """One type with its JSON Schema and an example."""
    event = by_type().get(type)
    if event is None:
        raise NoSuchEventType
    return EventTypeDetailView.whole(event)
