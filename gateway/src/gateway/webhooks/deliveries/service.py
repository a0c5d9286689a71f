"""What people can see and do about deliveries."""

from uuid import UUID

from countykit.identity import Caller
from servicekit.errors import NotFound
from servicekit.transaction import Transaction

from gateway.event_log import repository as event_log
from gateway.event_log.models import LoggedEvent
from gateway.webhooks.deliveries import log, repository
from gateway.webhooks.deliveries.schemas import AttemptView, DeliveryDetailView
from gateway.webhooks.endpoints import repository as endpoints
from gateway.webhooks.settings import WebhookSettings


async def read(tx: Transaction, caller: Caller, id: UUID, event_id: UUID) -> DeliveryDetailView:
    """One delivery with everything that is known of it; raises NotFound."""
    endpoint = await endpoints.get(tx, caller, id)
    event = await _event(tx, event_id)
    standing = await log.one(tx, id, event.position)
    if standing is None or not endpoint.may_get(event.type, event.region):
        raise NotFound
    tried = [AttemptView.model_validate(attempt) for attempt in await log.attempts(tx, id, event.position)]
    return DeliveryDetailView(
        **dict(standing._mapping),
        event_id=event.event_id, type=event.type, region=event.region, subject=event.subject,
        recorded_at=event.recorded_at, body=event.body.decode(), tried=tried,
    )  # fmt: skip


async def resend(tx: Transaction, caller: Caller, settings: WebhookSettings, id: UUID, event_id: UUID) -> None:
    """Send one event to an endpoint that it was made out for before, at once; raises NotFound, NotReceiving."""
    endpoint = await endpoints.receiving(tx, caller, id)
    event = await _event(tx, event_id)
    if not endpoint.may_get(event.type, event.region) or await log.one(tx, endpoint.id, event.position) is None:
        raise NotFound
    await repository.resend(tx, endpoint.id, event.position, event.recorded_at, settings.webhooks_lease_seconds)
    await repository.notify(tx, endpoint.id)


async def _event(tx: Transaction, event_id: UUID) -> LoggedEvent:
    event = await event_log.by_event_id(tx, event_id)
    if event is None:
        raise NotFound
    return event
