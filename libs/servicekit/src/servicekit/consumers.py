"""Hearing events: at least once from the bus, exactly once in effect, and no poison message stops a partition."""

import asyncio
import contextlib
import logging
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import orjson
import sqlalchemy as sa
from contracts.envelope import Envelope, Event, topic_of
from pydantic import ValidationError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from structlog.contextvars import bound_contextvars

from servicekit import metrics, tracing
from servicekit.bus.interface import Bus, BusUnavailable, Message, Subscription
from servicekit.database import Database
from servicekit.driver import LOST, beginning_of
from servicekit.transaction import Context, Transaction

log = logging.getLogger(__name__)
E = TypeVar("E", bound=Event)
Handler = Callable[[Envelope[Any], Transaction], Awaitable[None]]
BatchHandler = Callable[[Sequence[Message], Transaction], Awaitable[None]]

_RETRY_SECONDS = 1.0
_LAG_EVERY_SECONDS = 5.0
_STOP_SECONDS = 5.0
_ATTEMPTS = 3
_TRANSIENT_STATES = ("08", "53", "57", "40", "55P03")

_RECEIVE = sa.text("""
    INSERT INTO inbox (consumer, event_id) SELECT :consumer, id FROM unnest(CAST(:ids AS uuid[])) AS t(id)
    ON CONFLICT DO NOTHING RETURNING event_id
""")
_PARKED_KEYS = sa.text("SELECT DISTINCT topic, key FROM parked_event WHERE consumer = :consumer")
_PARKED_COUNT = "SELECT count(*) AS parked FROM parked_event WHERE consumer = $1"
_PARK = """
    INSERT INTO parked_event (consumer, topic, key, partition, "offset", body, error)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
"""


class Consumers:
    """The handlers of a service by event; several of one event run in the order in which they were added."""

    def __init__(self) -> None:
        self.handlers: dict[str, tuple[type[Envelope[Any]], tuple[Handler, ...]]] = {}

    def __call__(self, event: type[E]) -> Callable[[Callable[[Envelope[E], Transaction], Awaitable[None]]], Handler]:
        """Decorator: `@consumes(RegionRegistered)` over `async def follow(event, tx)`."""

        def register(handler: Callable[[Envelope[E], Transaction], Awaitable[None]]) -> Handler:
            self._add(event.type, Envelope[event], (handler,))  # type: ignore[valid-type]
            return handler

        return register

    def include(self, other: "Consumers") -> None:
        """Add the handlers of another set."""
        for heard, (kind, handlers) in other.handlers.items():
            self._add(heard, kind, handlers)

    def _add(self, heard: str, kind: type[Envelope[Any]], handlers: tuple[Handler, ...]) -> None:
        _, earlier = self.handlers.get(heard, (kind, ()))
        self.handlers[heard] = (kind, tuple(dict.fromkeys((*earlier, *handlers))))

    @property
    def topics(self) -> list[str]:
        """The topics that carry what is heard."""
        return sorted({topic_of(heard) for heard in self.handlers})


class Poison(Exception):
    """A message that can never be handled; batch handlers raise it naming the offending messages."""

    def __init__(self, messages: Sequence[tuple[Message, str]]) -> None:
        self.messages = messages
        super().__init__(f"{len(messages)} messages cannot be handled: {messages[0][1]}")


@dataclass(frozen=True, slots=True)
class BatchConsumer:
    """A consumer that handles whole batches and keeps its own inbox: the ranking projection, the webhook fan-out."""

    name: str
    topics: tuple[str, ...]
    handle: BatchHandler
    most: int = 2000
    ordered: bool = True
    """Whether events behind a parked one of the same key must wait for it; sums do not care."""


def of_handlers(name: str, consumers: Consumers) -> BatchConsumer:
    """The ordinary consumer of a service: typed handlers behind an inbox."""

    async def handle(messages: Sequence[Message], tx: Transaction) -> None:
        known: list[tuple[Message, Envelope[Any], tuple[Handler, ...]]] = []
        for message in messages:
            decoded = _decode(message, consumers)
            if decoded is not None:
                known.append((message, *decoded))
        if not known:
            return
        ids = [str(event.id) for _, event, _ in known]
        new = {row[0] for row in await tx.session.execute(_RECEIVE, {"consumer": name, "ids": ids})}
        metrics.DUPLICATES.labels(name).inc(len(known) - len(new))
        for message, event, handlers in known:
            if event.id not in new:
                continue
            new.discard(event.id)
            try:
                with bound_contextvars(**_ids(event)):
                    for handler in handlers:
                        await handler(event, tx)
            except (ValidationError, ValueError, LookupError, TypeError, ArithmeticError, AttributeError) as error:
                raise Poison([(message, repr(error))]) from error

    return BatchConsumer(name, tuple(consumers.topics), handle, most=500)


def _ids(event: Envelope[Any]) -> dict[str, str]:
    """What every log line of a handler carries."""
    trace = {"trace_id": event.traceparent[3:35]} if event.traceparent else {}
    return {"event_id": str(event.id), **trace}


def _decode(message: Message, consumers: Consumers) -> tuple[Envelope[Any], tuple[Handler, ...]] | None:
    try:
        document = orjson.loads(message.value)
        known = consumers.handlers.get(document["type"])
        return None if known is None else (known[0].model_validate(document), known[1])
    except (ValueError, TypeError, KeyError) as error:
        raise Poison([(message, repr(error))]) from error


class ConsumerLoop:
    """Polls, handles in one transaction per batch, then commits the offsets. Transient errors are retried in place."""

    def __init__(self, consumer: BatchConsumer, database: Database, bus: Bus) -> None:
        self.consumer = consumer
        self._database = database
        self._subscription: Subscription = bus.subscribe(consumer.name, consumer.topics)
        self._busy_at = time.monotonic()

    @property
    def last_poll_at(self) -> float:
        """When the bus last answered a poll, or the batch in hand was tried again: a poll without an answer is none."""
        return max(self._busy_at, self._subscription.last_poll_at or 0.0)

    async def run(self) -> None:
        """Consume until cancelled."""
        metrics.LAST_POLL.labels(self.consumer.name).set_function(lambda: time.monotonic() - self.last_poll_at)
        metrics.PARTITIONS.labels(self.consumer.name).set_function(lambda: len(self._subscription.assignment()))
        while True:
            measuring = asyncio.create_task(self._measure())
            try:
                await self._subscription.start()
                while True:
                    if messages := await self._subscription.poll(self.consumer.most, 0.5):
                        await self._take(messages)
            except BusUnavailable as error:
                log.warning("consumer %s waits for the bus: %s", self.consumer.name, error)
            except Exception:  # a consumer that ends is never heard of again: whatever it was, begin anew
                log.exception("consumer %s failed and begins anew", self.consumer.name)
            finally:
                measuring.cancel()
                await asyncio.wait({measuring}, timeout=_STOP_SECONDS)
                await self._stop()
            await asyncio.sleep(_RETRY_SECONDS)

    async def _stop(self) -> None:
        try:
            await self._subscription.stop()
        except (BusUnavailable, OSError) as error:
            log.info("consumer %s stopped without goodbye: %s", self.consumer.name, error)

    async def _take(self, messages: list[Message]) -> None:
        pending, began = messages, tracing.now_ns()
        for attempt in range(1, 1_000_000):
            try:
                await self.handle(pending)
                break
            except Exception as error:  # noqa: BLE001 - a bug in the product may not stop the partition either
                if not transient(error) and attempt >= _ATTEMPTS:
                    await self._one_by_one(pending)
                    break
                log.warning("consumer %s retries a batch: %s", self.consumer.name, error)
                await asyncio.sleep(min(_RETRY_SECONDS * attempt, 10))
                self._busy_at = time.monotonic()
        upto: dict[tuple[str, int], int] = {}
        for message in messages:
            upto[message.topic, message.partition] = message.offset + 1
        await self._subscription.commit(upto)
        tracing.events(f"consume {self.consumer.name}", (message.value for message in messages), began)
        metrics.CONSUMED.labels(self.consumer.name).inc(len(messages))

    async def handle(self, messages: Sequence[Message]) -> None:
        """Handle a batch in one transaction; poison is parked, with everything behind it of the same key."""
        pending = list(messages)
        poison: list[tuple[Message, str]] = []
        while True:
            try:
                async with self._database.transaction(self._context()) as tx:
                    free, behind = await self._split(tx, pending, poison)
                    if free:
                        await self.consumer.handle(free, tx)
                    await self._park(tx, [*poison, *((m, "behind a parked event of the same key") for m in behind)])
                return
            except Poison as found:
                named = {(m.topic, m.partition, m.offset) for m, _ in found.messages}
                log.error("parking %d event(s): %s", len(named), found)
                poison.extend(found.messages)
                pending = [m for m in pending if (m.topic, m.partition, m.offset) not in named]

    async def _one_by_one(self, messages: Sequence[Message]) -> None:
        """A batch that fails again and again: find the culprit by handling each event alone."""
        for message in messages:
            try:
                await self.handle([message])
            except Exception as error:
                if transient(error):
                    raise
                log.error("parking an event that fails again and again: %r", error)
                async with self._database.transaction(self._context()) as tx:
                    await self._park(tx, [(message, repr(getattr(error, "orig", error)))])

    def _context(self) -> Context:
        return Context.of_system(f"consume:{self.consumer.name}")

    async def _split(
        self, tx: Transaction, pending: Sequence[Message], poison: Sequence[tuple[Message, str]]
    ) -> tuple[list[Message], list[Message]]:
        """What can be handled now, and what stands behind a parked event of its key."""
        if not self.consumer.ordered:
            return list(pending), []
        rows = await tx.session.execute(_PARKED_KEYS, {"consumer": self.consumer.name})
        first_bad = {(row.topic, row.key): -1 for row in rows}
        for message, _ in poison:
            place = (message.topic, message.key)
            first_bad[place] = min(first_bad.get(place, message.offset), message.offset)
        free: list[Message] = []
        behind: list[Message] = []
        for message in pending:
            bad = first_bad.get((message.topic, message.key))
            (free if bad is None or message.offset < bad else behind).append(message)
        return free, behind

    async def _park(self, tx: Transaction, poison: Iterable[tuple[Message, str]]) -> None:
        for message, error in poison:
            await tx.execute(
                _PARK, self.consumer.name, message.topic, message.key, message.partition, message.offset, message.value,
                error[:2000],
            )  # fmt: skip

    async def _measure(self) -> None:
        """Report beside the reading: a figure that is slow to come, or does not come, is not worth a consumer."""
        while True:
            with contextlib.suppress(BusUnavailable, *LOST):
                await self._report_lag()
            await asyncio.sleep(_LAG_EVERY_SECONDS)

    async def _report_lag(self) -> None:
        behind: defaultdict[str, int] = defaultdict(int)
        for (topic, _), lag in (await self._subscription.lag()).items():
            behind[topic] += lag
        for topic, lag in behind.items():
            metrics.LAG.labels(self.consumer.name, topic).set(lag)
        parked = await self._database.fetchrow(_PARKED_COUNT, self.consumer.name)
        metrics.PARKED.labels(self.consumer.name).set(parked["parked"])


def transient(error: Exception) -> bool:
    """Whether a trouble passes by itself, as a lost connection or a deadlock does, and a refused content does not."""
    first = beginning_of(error)
    if state := getattr(first, "sqlstate", None):
        return str(state).startswith(_TRANSIENT_STATES)
    return isinstance(first, (PoolTimeout, *LOST))
