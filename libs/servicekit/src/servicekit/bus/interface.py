"""What a bus is: an append-only log per topic and partition, read by groups that acknowledge explicitly.

Delivery is at least once and ordered per key; effects become exactly-once in the reader's own transaction.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

DAY_MS = 86_400_000

Partition = tuple[str, int]
"""A topic's name and the number of one of its partitions."""

Revoked = Callable[[set[Partition]], Awaitable[None]]
"""What a reader does when it loses partitions, before another member may read them."""


@dataclass(frozen=True, slots=True)
class Message:
    """One record as read from the bus."""

    topic: str
    partition: int
    offset: int
    key: str
    value: bytes = field(repr=False)
    appended_at: datetime


@dataclass(frozen=True, slots=True)
class TopicSpec:
    """A topic as the init step creates it; retention limits its age and, on Kafka, its size (-1 is no limit)."""

    name: str
    partitions: int = 12
    retention_ms: int = 30 * DAY_MS
    retention_bytes: int = -1
    segment_bytes: int = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class BusOptions:
    """How to talk to the broker; the Kafka words are ignored by the PostgreSQL transport."""

    security_protocol: str = "PLAINTEXT"
    sasl_mechanism: str = "SCRAM-SHA-512"
    sasl_username: str | None = None
    sasl_password: str | None = field(default=None, repr=False)
    ca_file: Path | None = None
    replication_factor: int = 1
    session_timeout_seconds: float = 30.0
    heartbeat_seconds: float = 3.0
    request_timeout_seconds: float = 20.0
    publish_timeout_seconds: float = 20.0


class BusUnavailable(Exception):
    """The broker cannot be reached or did not acknowledge in time; retry in place."""


class BusRefused(BusUnavailable):
    """A broker is there, but does not take us: the message says what to set right, `reason` is for machines."""

    def __init__(self, reason: str, message: str) -> None:
        """Keep both."""
        super().__init__(message)
        self.reason = reason


class TopicMismatch(Exception):
    """An existing topic is not what the configuration asks for; a person has to decide."""


class Subscription(Protocol):
    """One member of a group of readers; the group's members share the partitions."""

    last_poll_at: float | None
    """Monotonic time of the last successful poll."""

    on_revoked: Revoked | None

    async def start(self) -> None:
        """Join the group; a broker that is down delays the joining, it does not fail it."""

    async def stop(self) -> None:
        """Leave the group at once, so that the others take over."""

    async def poll(self, max_messages: int = 500, timeout_seconds: float = 1.0) -> list[Message]:
        """Return the next messages, each partition in order, or nothing after the timeout."""

    async def commit(self, upto: Mapping[Partition, int]) -> None:
        """Store the next offset to read; a partition lost meanwhile is passed over silently."""

    async def committed(self) -> dict[Partition, int]:
        """Return the group's stored offsets of every partition that has one."""

    async def lag(self) -> dict[Partition, int]:
        """Return the number of messages the group has not yet acknowledged, per partition."""

    def assignment(self) -> set[Partition]:
        """Return the partitions this member reads now."""


class Bus(Protocol):
    """A durable log with topics; open it with `open_bus`."""

    async def start(self) -> None:
        """Prepare the connections; a broker that is down is not an error yet."""

    async def stop(self) -> None:
        """Close what `start` opened."""

    async def ensure_topics(self, specs: Sequence[TopicSpec]) -> None:
        """Create what is missing; safe to call twice and from two machines at once."""

    async def publish(self, topic: str, records: Sequence[tuple[str, bytes]]) -> None:
        """Append (key, value) records and return once the broker has acknowledged all; the order of a key is kept."""

    def subscribe(self, group: str, topics: Sequence[str]) -> Subscription:
        """Return an unstarted member of `group`; a new group starts at the earliest offset kept."""

    async def end_offsets(self, topics: Sequence[str]) -> dict[Partition, int]:
        """Return the offset the next record of each partition will get."""

    async def drop_expired(self) -> int:
        """Delete what is older than its topic's retention, where the broker does not do so itself; return how many."""

    async def ready(self) -> str | None:
        """Return nothing when the broker answers, else a machine-readable reason."""


def too_few_partitions(spec: TopicSpec, existing: int) -> str:
    """Say why a topic cannot simply be grown."""
    return (
        f"topic {spec.name} has {existing} partitions, {spec.partitions} are configured; growing it moves keys between "
        "partitions and breaks their order, so drain the readers and grow it by hand, or lower the configuration"
    )
