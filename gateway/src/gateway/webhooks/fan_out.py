"""The consumer of all topics: stores each event once and makes out its deliveries, in one transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import orjson
from contracts.envelope import TOPIC_PREFIX
from contracts.parts import OWNERS
from servicekit import metrics
from servicekit.bus.interface import Message
from servicekit.consumers import BatchConsumer, Poison
from servicekit.transaction import Transaction

from gateway.event_log.repository import Heard
from gateway.webhooks.deliveries import repository

GROUP = "gateway-webhooks"
TOPICS = tuple(TOPIC_PREFIX + owner for owner in OWNERS)


def consumer() -> BatchConsumer:
    """The webhooks' reader of the bus.

    It does not wait behind a parked event of the same key: what is parked here is no event at all, and a whole
    township must not fall silent for it.
    """
    return BatchConsumer(GROUP, TOPICS, fan_out, most=1000, ordered=False)


async def fan_out(messages: Sequence[Message], tx: Transaction) -> None:
    """Store what is new and make out deliveries for every endpoint that asked for it."""
    events = _decoded(messages)
    await repository.lock(tx)
    stored = await repository.store(tx, GROUP, events)
    metrics.DUPLICATES.labels(GROUP).inc(len(messages) - stored)


def _decoded(messages: Sequence[Message]) -> list[Heard]:
    """The batch without repetitions; raises Poison naming what is no event."""
    events: dict[UUID, Heard] = {}
    poison: list[tuple[Message, str]] = []
    for message in messages:
        try:
            document = orjson.loads(message.value)
            event = Heard(
                UUID(document["id"]), _text(document, "type"), _text(document, "region"),
                datetime.fromisoformat(document["time"]), _text(document, "subject"), message.value,
            )  # fmt: skip
            if event.time.tzinfo is None or len(event.region) > 12:
                raise ValueError("the time has no zone, or the region is no code")
            events.setdefault(event.event_id, event)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            poison.append((message, repr(error)))
    if poison:
        raise Poison(poison)
    return list(events.values())


def _text(document: dict[str, object], name: str) -> str:
    value = document[name]
    if not isinstance(value, str) or "\x00" in value:
        raise TypeError(f"{name} is not a text")
    return value
