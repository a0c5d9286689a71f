"""A member of a reading group on Kafka."""

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, ConsumerRecord, TopicPartition
from aiokafka.errors import CommitFailedError, IllegalStateError

from servicekit.bus.interface import BusOptions, BusUnavailable, Message, Partition, Revoked
from servicekit.bus.kafka_client import BACKOFF_MS, TRANSIENT, apart, unavailable, within
from servicekit.bus.kafka_offsets import KafkaOffsets

PROBE_SECONDS = 10.0
LEAVE_SECONDS = 10.0
RECONNECT_SECONDS = 1.0

log = logging.getLogger(__name__)


class KafkaSubscription:
    """One member of a group; its aiokafka consumer is replaced when it has died or gone deaf."""

    def __init__(
        self,
        arguments: Mapping[str, object],
        group: str,
        topics: Sequence[str],
        *,
        offsets: KafkaOffsets,
        options: BusOptions,
    ) -> None:
        """Describe the member; nothing happens before `start`."""
        self.last_poll_at: float | None = None
        self.on_revoked: Revoked | None = None
        self._arguments = arguments
        self._group = group
        self._topics = list(topics)
        self._offsets = offsets
        self._options = options
        self._consumer: AIOKafkaConsumer | None = None
        # The broker lets a group wait as long as a session for members that are gone; more is no waiting, but hanging.
        self._patience = options.session_timeout_seconds + options.request_timeout_seconds
        self._probed_at = 0.0
        self._read: dict[Partition, int] = {}
        self._waiting: set[Partition] = set()

    async def start(self) -> None:
        """Try to join at once; when the broker is down, `poll` joins later."""
        await self._joined()

    async def stop(self) -> None:
        """Leave the group in order."""
        await self._drop()

    async def poll(self, max_messages: int = 500, timeout_seconds: float = 1.0) -> list[Message]:
        """Return the next messages of this member's partitions; an unreachable broker yields nothing."""
        consumer = await self._joined()
        if consumer is None:
            await asyncio.sleep(min(timeout_seconds, RECONNECT_SECONDS))
            return []
        try:
            request = consumer.getmany(timeout_ms=int(timeout_seconds * 1000), max_records=max_messages)
            found = await within(timeout_seconds + self._patience, request)
        except TRANSIENT as error:
            await self._replace(f"{type(error).__name__}: {error}")
            return []
        messages = [_message(record) for records in found.values() for record in records]
        if messages:
            self.last_poll_at = time.monotonic()
            self.break_silence()
            for message in messages:
                self._read[message.topic, message.partition] = message.offset + 1
        elif time.monotonic() - self._probed_at >= PROBE_SECONDS:
            await self._probe()
        return messages

    async def commit(self, upto: Mapping[Partition, int]) -> None:
        """Store the next offsets of those partitions that are still this member's."""
        owned = self.assignment()
        offsets = {TopicPartition(*partition): offset for partition, offset in upto.items() if partition in owned}
        if not offsets or self._consumer is None:
            return
        try:
            await within(self._options.request_timeout_seconds, self._consumer.commit(offsets))
        except (CommitFailedError, IllegalStateError) as error:
            log.info("bus commit passed over", extra={"group": self._group, "error": type(error).__name__})
        except TRANSIENT as error:
            raise unavailable(error) from error

    async def committed(self) -> dict[Partition, int]:
        """Return the group's stored offsets."""
        return await self._offsets.committed(self._group, self._topics)

    async def lag(self) -> dict[Partition, int]:
        """Return how many records each partition still holds for the group."""
        return await self._offsets.lag(self._group, self._topics)

    def assignment(self) -> set[Partition]:
        """Return the partitions the group has given to this member."""
        if self._consumer is None:
            return set()
        return {(partition.topic, partition.partition) for partition in self._consumer.assignment()}

    async def _joined(self) -> AIOKafkaConsumer | None:
        if self._consumer is not None:
            return self._consumer
        consumer = AIOKafkaConsumer(
            **self._arguments,
            group_id=self._group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            session_timeout_ms=int(self._options.session_timeout_seconds * 1000),
            heartbeat_interval_ms=int(self._options.heartbeat_seconds * 1000),
            request_timeout_ms=int(self._options.request_timeout_seconds * 1000),
            retry_backoff_ms=BACKOFF_MS,
        )
        consumer.subscribe(self._topics, listener=_Listener(self))
        try:
            await within(self._patience, consumer.start())
        except TRANSIENT as error:
            log.warning("bus unreachable", extra={"group": self._group, "error": f"{type(error).__name__}: {error}"})
            await _close(consumer)
            return None
        self._consumer = consumer
        self.assigned()
        return consumer

    async def _probe(self) -> None:
        """After a silence, make sure that it means "nothing to read" and not a client that has gone deaf.

        What was waiting at the last probe has had a whole interval to come out of `poll`.
        """
        self._probed_at = time.monotonic()
        try:
            request = self._offsets.lag(self._group, self._topics, self._read)
            lag = await within(self._options.request_timeout_seconds, request)
        except (BusUnavailable, TimeoutError) as error:
            log.warning("bus unreachable", extra={"group": self._group, "error": str(error)})
            return
        waiting = {partition for partition in self.assignment() if lag.get(partition)}
        if waiting & self._waiting:
            await self._replace("records wait, but do not come")
            return
        self._waiting = waiting
        self.last_poll_at = time.monotonic()

    def break_silence(self) -> None:
        """Start the observation of silence anew, because something was read."""
        self._waiting = set()
        self._probed_at = time.monotonic()

    def assigned(self) -> None:
        """Forget what was read: after a change of partitions reading starts at the stored offsets."""
        self._read.clear()
        self.break_silence()

    async def _replace(self, reason: str) -> None:
        log.warning("bus consumer replaced", extra={"group": self._group, "reason": reason})
        lost = self.assignment()
        await self._drop()
        if lost and self.on_revoked is not None:
            await self.on_revoked(lost)

    async def _drop(self) -> None:
        consumer, self._consumer = self._consumer, None
        if consumer is not None:
            await _close(consumer)


class _Listener(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka is untyped
    def __init__(self, subscription: KafkaSubscription) -> None:
        self._subscription = subscription

    async def on_partitions_revoked(self, revoked: set[TopicPartition]) -> None:
        """Tell the reader before another member may get its partitions."""
        if revoked and self._subscription.on_revoked is not None:
            await self._subscription.on_revoked({(partition.topic, partition.partition) for partition in revoked})

    def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:  # noqa: ARG002
        """Reading starts at the stored offsets by itself."""
        self._subscription.assigned()


async def _close(consumer: AIOKafkaConsumer) -> None:
    """Leave in good order if possible; nothing of the member may live on, or it would keep its partitions."""
    await apart(consumer.stop(), LEAVE_SECONDS)
    coordinator, fetcher = consumer._coordinator, consumer._fetcher
    tasks = [getattr(coordinator, name, None) for name in ("_heartbeat_task", "_coordination_task")]
    tasks += [getattr(coordinator, "_commit_refresh_task", None), getattr(fetcher, "_fetch_task", None)]
    for task in (*tasks, *getattr(fetcher, "_pending_tasks", ())):
        if task is not None:
            task.cancel()
    await apart(consumer._client.close(), LEAVE_SECONDS)


def _message(record: ConsumerRecord) -> Message:
    return Message(
        record.topic,
        record.partition,
        record.offset,
        (record.key or b"").decode(),
        record.value or b"",
        datetime.fromtimestamp(record.timestamp / 1000, UTC),
    )
