"""What must be true after every fault: acknowledged, stored, published, counted, each exactly once."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from servicekit.bus.interface import Message
from songbang.inventory import PARTS
from supervision_svc.facts.projection import PROJECTION
from supervision_svc.facts.reading import read

from tests.faults.load import KINDS, Load
from tests.faults.topics import TOPICS, Stream
from tests.faults.world import World

HEARERS = {"gateway-webhooks": frozenset(TOPICS), PROJECTION.name: frozenset(PROJECTION.topics)}
"""Who reads every event of which topics, whatever its type, and so parks all poison there."""
_EVIDENCE = """
    SELECT event_id, figure, ordinal, region, department, day, delta, type, subject, sequence, time, recorded_on
    FROM evidence
"""
_WRONG_SUMS = """
    SELECT count(*) FROM daily FULL JOIN (
        SELECT region, figure, day, department, recorded_on, sum(delta) AS total FROM evidence GROUP BY 1, 2, 3, 4, 5
    ) AS summed USING (region, figure, day, department, recorded_on)
    WHERE daily.total IS DISTINCT FROM summed.total
"""
_REACH_BACK = 5000
"""An id may become visible after a higher one; no transaction is open for that many ids."""


@dataclass
class Outbox:
    """The log of one service as far as it has been read."""

    ids: set[int] = field(default_factory=set)
    bodies: dict[UUID, bytes] = field(default_factory=dict)
    sequences: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """By the subject's id; in a right log these are 1, 2, 3 …"""


@dataclass
class Checker:
    """Compares what clients were told with what lies in the databases and on the bus."""

    world: World
    load: Load
    stream: Stream
    poison: dict[bytes, str] = field(default_factory=dict)
    """The bodies that were put on the bus to be parked, and their topics."""
    outboxes: dict[str, Outbox] = field(default_factory=lambda: {part.name: Outbox() for part in PARTS})
    expected: set[tuple[Any, ...]] = field(default_factory=set)
    heard: Counter[UUID] = field(default_factory=Counter)
    _position: int = 0
    lost: set[object] = field(default_factory=set)
    """Writes and events that are missing somewhere, at the last look."""
    doubled: set[object] = field(default_factory=set)
    digest: str = ""

    @property
    def inverted(self) -> int:
        """How many events came out of order."""
        return len(self.stream.inverted)

    async def differences(self) -> list[str]:
        """Everything that is not as it must be; an empty list is a pass. Cheap questions first."""
        self.lost, self.doubled = set(), set()
        waiting = [f"{name} is not ready: {why}" for name, why in (await self.world.not_ready()).items()]
        if self.load.unknown:
            waiting.append(f"{self.load.unknown} writes have no known outcome yet")
        if waiting:
            return waiting
        found = [f"refused: {answer}" for answer in self.load.refused]
        await self.stream.read()
        for name, outbox in self.outboxes.items():
            found += await self._read_outbox(name, outbox)
        found += await self._rows()
        found += self._published()
        found += await self._heard()
        found += await self._counted()
        found += await self._parked()
        found += await self._followed()
        return found

    async def _read_outbox(self, name: str, outbox: Outbox) -> list[str]:
        floor = max(outbox.ids, default=0) - _REACH_BACK
        async with self.world.connected(name) as connection:
            rows = await connection.fetch("SELECT id, event_id, body FROM outbox WHERE id > $1 ORDER BY id", floor)
            pending = await connection.fetchval("SELECT count(*) FROM outbox_pending")
        messages = []
        for row in rows:
            if row["id"] in outbox.ids:
                continue
            outbox.ids.add(row["id"])
            outbox.bodies[row["event_id"]] = row["body"]
            event = orjson.loads(row["body"])
            outbox.sequences[event["subject"].rpartition("/")[2]].append(event["sequence"])
            messages.append(Message(f"songbang.{name}", 0, row["id"], "", row["body"], datetime.now(UTC)))
        facts = read(messages)
        self.expected |= set(
            zip(
                facts.events, facts.figures, facts.ordinals, facts.regions, facts.departments, facts.days,
                facts.deltas, facts.types, facts.subjects, facts.sequences, facts.times,
                facts.recorded, strict=True,
            )
        )  # fmt: skip
        return [f"{name}: {pending} events wait in the outbox"] if pending else []

    async def _rows(self) -> list[str]:
        """Every acknowledged write is in its service's database once, and every version has its one event."""
        found = []
        for kind in KINDS:
            statement = f"SELECT {kind.column} AS marker, id, version FROM {kind.table}"
            async with self.world.connected(kind.service) as connection:
                rows = await connection.fetch(statement)
            stored: defaultdict[str, list[Any]] = defaultdict(list)
            for row in rows:
                stored[row["marker"]].append(row)
                sequences = self.outboxes[kind.service].sequences[str(row["id"])]
                if sequences != list(range(1, row["version"] + 1)):
                    found.append(f"{kind.table} {row['id']} has version {row['version']} and events {sequences}")
            for write in self.load.writes:
                if write.kind is kind:
                    found += self._one(write.marker, write.id, write.acknowledged, stored[write.marker])
        return found

    def _one(self, marker: str, id: UUID | None, acknowledged: int, rows: list[Any]) -> list[str]:
        if len(rows) > 1:
            self.doubled.add(marker)
            return [f"{marker} is stored {len(rows)} times"]
        if acknowledged and (not rows or rows[0]["id"] != id or rows[0]["version"] < acknowledged):
            self.lost.add(marker)
            return [f"{marker} ({id}) was acknowledged as version {acknowledged} and the database holds {rows}"]
        return []

    def _published(self) -> list[str]:
        """Every event of an outbox is on its topic, byte for byte, and nothing else is."""
        stored = {id: body for outbox in self.outboxes.values() for id, body in outbox.bodies.items()}
        missing = stored.keys() - self.stream.bodies.keys()
        self.lost |= missing
        found = [f"{len(missing)} events are not on the bus: {_some(missing)}"] if missing else []
        ghosts = self.stream.bodies.keys() - stored.keys()
        found += [f"{len(ghosts)} events are on the bus and in no outbox: {_some(ghosts)}"] if ghosts else []
        changed = [id for id in stored.keys() & self.stream.bodies.keys() if stored[id] != self.stream.bodies[id]]
        found += [f"{len(changed)} events differ from their outbox: {_some(changed)}"] if changed else []
        found += [f"out of order: {line}" for line in self.stream.inverted]
        strange = [where for where, value in self.stream.strange if value not in self.poison]
        return found + ([f"no events and not our poison: {strange[:5]}"] if strange else [])

    async def _heard(self) -> list[str]:
        """The webhook worker has stored every event once."""
        async with self.world.connected("gateway") as connection:
            rows = await connection.fetch(
                "SELECT position, event_id FROM event_log WHERE position > $1", self._position
            )
        for row in rows:
            self.heard[row["event_id"]] += 1
            self._position = max(self._position, row["position"])
        missing = self.stream.bodies.keys() - self.heard.keys()
        twice = [id for id, copies in self.heard.items() if copies > 1]
        self.lost |= missing
        self.doubled |= set(twice)
        found = [f"the webhook worker has not stored {len(missing)} events: {_some(missing)}"] if missing else []
        return found + ([f"the webhook worker stored {len(twice)} events twice: {_some(twice)}"] if twice else [])

    async def _counted(self) -> list[str]:
        """The projection's evidence equals a recomputation from the outboxes, and the sums equal the evidence."""
        async with self.world.connected("supervision") as connection:
            rows = [tuple(row) for row in await connection.fetch(_EVIDENCE)]
            wrong = await connection.fetchval(_WRONG_SUMS)
        theirs, ours = digest_of(rows), digest_of(self.expected)
        self.digest = theirs
        if theirs == ours:
            return [f"{wrong} daily sums differ from their evidence"] if wrong else []
        kept = set(rows)
        missing, surplus = self.expected - kept, len(kept - self.expected) + len(rows) - len(kept)
        self.lost |= {fact[0] for fact in missing}
        self.doubled |= {fact[0] for fact in kept - self.expected}
        return [f"evidence {theirs[:12]} is not {ours[:12]}: {len(missing)} facts missing, {surplus} too many"]

    async def _parked(self) -> list[str]:
        """All poison is parked by those who hear everything, and nothing but poison is parked."""
        found, parked = [], Counter[tuple[str, bytes]]()
        for part in PARTS:
            async with self.world.connected(part.name) as connection:
                for row in await connection.fetch("SELECT consumer, body, error FROM parked_event"):
                    parked[row["consumer"], row["body"]] += 1
                    if row["body"] not in self.poison:
                        found.append(f"{row['consumer']} parked {row['body'][:80]!r}: {row['error']}")
        for consumer, topics in HEARERS.items():
            missed = [body for body, topic in self.poison.items() if topic in topics and parked[consumer, body] != 1]
            found += [f"{consumer} did not park {len(missed)} poisonous messages exactly once"] if missed else []
        return found

    async def _followed(self) -> list[str]:
        """Every service knows the departments that the directory has registered."""
        async with self.world.connected("gateway") as connection:
            known = {row["code"] for row in await connection.fetch("SELECT code FROM registered_department")}
        found = []
        for part in PARTS[:-1]:
            async with self.world.connected(part.name) as connection:
                followed = {row["code"] for row in await connection.fetch("SELECT code FROM department")}
            if followed != known:
                found.append(f"{part.name} follows {len(followed)} of {len(known)} departments")
        return found


def digest_of(rows: Iterable[tuple[Any, ...]]) -> str:
    """One digest of all facts, whatever order they come in."""
    lines = sorted("|".join(str(value) for value in row) for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _some(ids: Iterable[UUID]) -> list[str]:
    return sorted(str(id) for id in ids)[:3]
