"""The Kafka transport: publishing and topics. Only the `kafka*` modules of this package import aiokafka."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Sequence

from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError

from servicekit.bus.interface import (
    BusOptions,
    BusUnavailable,
    Partition,
    Subscription,
    TopicMismatch,
    TopicSpec,
    too_few_partitions,
)
from servicekit.bus.kafka_client import BACKOFF_MS, TRANSIENT, connection_arguments, unavailable
from servicekit.bus.kafka_offsets import KafkaOffsets
from servicekit.bus.kafka_refusal import refusal
from servicekit.bus.kafka_subscription import KafkaSubscription
from servicekit.bus.partitioner import partition_of

BATCH_BYTES = 512 * 1024
TOPIC_EXISTS = 36  # Kafka's error code TOPIC_ALREADY_EXISTS
LEADER_SECONDS = 20.0
READY_SECONDS = 3.0
DISCARD_SECONDS = 5.0


class KafkaBus:
    """A bus whose broker is Apache Kafka."""

    def __init__(self, servers: Sequence[str], *, client_id: str, options: BusOptions) -> None:
        """Describe the bus; nothing happens before the first use."""
        self._options = options
        self._arguments = connection_arguments(servers, client_id, options)
        self._offsets = KafkaOffsets(self._arguments, options)
        self._producer: AIOKafkaProducer | None = None
        self._publishing = asyncio.Lock()

    async def start(self) -> None:
        """Do nothing yet: every client connects when it is needed, so a broker that is down delays nobody's start."""

    async def stop(self) -> None:
        """Close the connections; what was published is acknowledged already."""
        async with self._publishing:
            await self._discard_producer()
        await self._offsets.stop()

    async def ensure_topics(self, specs: Sequence[TopicSpec]) -> None:
        """Create the missing topics and wait for their leaders; the settings of existing topics stay the operator's."""
        admin = AIOKafkaAdminClient(**self._arguments)
        try:
            async with asyncio.timeout(LEADER_SECONDS + self._options.request_timeout_seconds):
                await admin.start()
                answer = await admin.create_topics([self._new_topic(spec) for spec in specs])
                refused = [
                    f"{name}: {text}" for name, code, text, *_ in answer.topic_errors if code not in {0, TOPIC_EXISTS}
                ]
                if refused:
                    raise BusUnavailable(f"Kafka did not create {'; '.join(refused)}")
                await self._await_leaders(admin, specs)
        except TRANSIENT as error:
            raise await refusal(self._arguments) or unavailable(error) from error
        finally:
            await admin.close()

    async def publish(self, topic: str, records: Sequence[tuple[str, bytes]]) -> None:
        """Append the records, all partitions at once and the batches of one partition one after the other."""
        if not records:
            return
        async with self._publishing:
            whole = False
            try:
                async with asyncio.timeout(self._options.publish_timeout_seconds):
                    await self._publish(topic, records)
                whole = True
            except TRANSIENT as error:
                raise unavailable(error) from error
            finally:
                if not whole:
                    await self._discard_producer()

    def subscribe(self, group: str, topics: Sequence[str]) -> Subscription:
        """Return an unstarted member of the group."""
        return KafkaSubscription(self._arguments, group, topics, offsets=self._offsets, options=self._options)

    async def end_offsets(self, topics: Sequence[str]) -> dict[Partition, int]:
        """Return the next offset of each partition."""
        return await self._offsets.end(topics)

    async def drop_expired(self) -> int:
        """Leave it to the broker, which deletes by itself."""
        return 0

    async def ready(self) -> str | None:
        """Answer whether a broker is reachable."""
        try:
            async with asyncio.timeout(READY_SECONDS):
                try:
                    await self._offsets.ping()
                except BusUnavailable:
                    refused = await refusal(self._arguments)
                    return refused.reason if refused else "bus-unreachable"
        except TimeoutError:
            return "bus-unreachable"
        return None

    async def _publish(self, topic: str, records: Sequence[tuple[str, bytes]]) -> None:
        producer = await self._ready_producer()
        count = len(await producer.partitions_for(topic))
        lanes: defaultdict[int, list[tuple[str, bytes]]] = defaultdict(list)
        for record in records:
            lanes[partition_of(record[0], count)].append(record)
        async with asyncio.TaskGroup() as group:
            for number, lane in lanes.items():
                group.create_task(self._send(producer, topic, number, lane))

    async def _send(
        self,
        producer: AIOKafkaProducer,
        topic: str,
        number: int,
        lane: Sequence[tuple[str, bytes]],
    ) -> None:
        """Send one partition's records; a batch leaves only when the one before it is acknowledged.

        Were two under way and only the first refused, its repetition would land behind the second.
        """
        position = 0
        while position < len(lane):
            batch = producer.create_batch()
            while position < len(lane):
                key, value = lane[position]
                if batch.append(key=key.encode(), value=value, timestamp=None) is None:
                    break
                position += 1
            if batch.record_count() == 0:
                raise ValueError(
                    f"a record of {len(lane[position][1])} bytes for {topic} is larger than a batch may be"
                )
            await (await producer.send_batch(batch, topic, partition=number))

    async def _ready_producer(self) -> AIOKafkaProducer:
        if self._producer is None:
            self._producer = AIOKafkaProducer(
                **self._arguments,
                acks="all",
                enable_idempotence=True,
                max_batch_size=BATCH_BYTES,
                max_request_size=BATCH_BYTES * 2,
                request_timeout_ms=int(self._options.request_timeout_seconds * 1000),
                retry_backoff_ms=BACKOFF_MS,
            )
            await self._producer.start()
        return self._producer

    async def _discard_producer(self) -> None:
        """Drop the producer with everything it has buffered.

        An idempotent producer never gives a batch up, and its own `stop` would flush it: what this call reported as
        failed could then land behind what the caller repeats. There is no public way to stop without flushing.
        """
        producer, self._producer = self._producer, None
        if producer is None:
            return
        producer._closed = True
        sender = producer._sender.sender_task
        if sender is not None:
            sender.cancel()
        with contextlib.suppress(TimeoutError, KafkaError, OSError):
            async with asyncio.timeout(DISCARD_SECONDS):
                await producer.client.close()
                _release_metadata_waiters(producer)
                if sender is not None:
                    await asyncio.wait({sender})

    def _new_topic(self, spec: TopicSpec) -> NewTopic:
        replicas = self._options.replication_factor
        settings = {
            "retention.ms": str(spec.retention_ms),
            "retention.bytes": str(spec.retention_bytes),
            "segment.bytes": str(spec.segment_bytes),
            "min.insync.replicas": "2" if replicas > 2 else "1",
        }
        return NewTopic(spec.name, spec.partitions, replicas, topic_configs=settings)

    async def _await_leaders(self, admin: AIOKafkaAdminClient, specs: Sequence[TopicSpec]) -> None:
        wanted = {spec.name: spec for spec in specs}
        while wanted:
            for facts in await admin.describe_topics(list(wanted)):
                partitions = facts["partitions"]
                if facts["error_code"] or not partitions or any(part["leader"] < 0 for part in partitions):
                    continue
                spec = wanted.pop(facts["topic"])
                if len(partitions) < spec.partitions:
                    raise TopicMismatch(too_few_partitions(spec, len(partitions)))
            await asyncio.sleep(0.1 if wanted else 0)


def _release_metadata_waiters(producer: AIOKafkaProducer) -> None:
    """Answer the wish for fresh metadata: a closed client never does, and open requests would wait without end."""
    client = producer.client
    for future in (client._md_update_fut, fresh := asyncio.get_running_loop().create_future()):
        if future is not None and not future.done():
            future.set_result(False)
    client._md_update_fut = fresh
