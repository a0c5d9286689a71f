"""Queues challenges and test events; the worker sends them."""

import secrets
from uuid import UUID

import orjson
from contracts.catalogue import by_type, example_of
from contracts.envelope import new_id
from servicekit.transaction import Transaction

from gateway.catalogue.errors import EventTypeUnknown
from gateway.webhooks.deliveries import repository as deliveries
from gateway.webhooks.endpoints.errors import TypeHidden
from gateway.webhooks.endpoints.models import Endpoint
from gateway.webhooks.probes.models import Kind, Probe

CHALLENGE_TYPE = "songbang.endpoint.challenge"


async def challenge(tx: Transaction, endpoint: Endpoint) -> Probe:
    """Ask the endpoint to echo a random text, so that nobody registers a stranger's address."""
    id, echo = new_id(), secrets.token_urlsafe(24)
    body = orjson.dumps({
        "specversion": "1.0", "id": str(id), "source": "/gateway", "type": CHALLENGE_TYPE,
        "subject": f"endpoints/{endpoint.id}", "time": tx.now.isoformat(timespec="milliseconds"),
        "datacontenttype": "application/json", "data": {"challenge": echo},
    })  # fmt: skip
    return await _queue(tx, endpoint, Kind.CHALLENGE, CHALLENGE_TYPE, body, id=id, echo=echo)


async def test(tx: Transaction, endpoint: Endpoint, type: str) -> Probe:
    """Send the catalogue's example of a type, signed like the real thing."""
    event = by_type().get(type)
    if event is None:
        raise EventTypeUnknown(types=[type])
    if not endpoint.may_get(type, endpoint.region):
        raise TypeHidden(event_type=type)
    return await _queue(tx, endpoint, Kind.TEST, type, example_of(event), id=new_id(), echo=None)


async def _queue(
    tx: Transaction, endpoint: Endpoint, kind: Kind, type: str, body: bytes, *, id: UUID, echo: str | None
) -> Probe:
    probe = Probe(
        id=id, endpoint_id=endpoint.id, kind=kind, type=type, body=body, echo=echo, due_at=tx.now, created_at=tx.now,
        created_by=tx.context.actor,
    )  # fmt: skip
    tx.add(probe)
    await deliveries.notify(tx)
    return probe
