"""From the bytes of an event to its facts: the hot path, so each type's facts are compiled once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Annotated, Any
from uuid import UUID

import msgspec
from countykit.calendar import SHIPPED
from servicekit.bus.interface import Message
from servicekit.consumers import Poison

from supervision_svc.facts.fact import Fact, On, Passed
from supervision_svc.facts.labels import LABELS
from supervision_svc.facts.table import FACTS, UNHEARD

CHINA_OFFSET = timedelta(hours=8)
_CODE = msgspec.Meta(pattern=r"^\d{12}$")


class Envelope(msgspec.Struct, gc=False):
    """The part of an event that facts are made of."""

    id: UUID
    type: str
    subject: str
    time: Annotated[datetime, msgspec.Meta(tz=True)]
    region: Annotated[str, _CODE]
    sequence: int
    data: dict[str, Any]
    department: str = ""


class Columns:
    """Evidence of a batch, column by column, as the one statement takes it."""

    __slots__ = ("days", "deltas", "departments", "events", "figures", "labels", "ordinals", "recorded", "regions",
                 "sequences", "subjects", "times", "touched", "types")  # fmt: skip

    def __init__(self) -> None:
        self.events: list[UUID] = []
        self.figures: list[str] = []
        self.ordinals: list[int] = []
        self.regions: list[str] = []
        self.departments: list[str] = []
        self.days: list[date] = []
        self.recorded: list[date] = []
        self.deltas: list[int] = []
        self.types: list[str] = []
        self.subjects: list[str] = []
        self.sequences: list[int] = []
        self.times: list[datetime] = []
        self.labels: list[str] = []
        self.touched: set[str] = set()

    def add(self, event: Envelope, fact: "Read", occurred: date, label: str) -> None:
        """Append one row; a fact of a day that has passed became known with its event."""
        figure, ordinal, region, day, delta = fact
        self.events.append(event.id)
        self.figures.append(figure)
        self.ordinals.append(ordinal)
        self.regions.append(region)
        self.departments.append(event.department)
        self.days.append(day)
        self.recorded.append(max(day, occurred))
        self.deltas.append(delta)
        self.types.append(event.type)
        self.subjects.append(event.subject)
        self.sequences.append(event.sequence)
        self.times.append(event.time)
        self.labels.append(label)


Read = tuple[str, int, str, date, int]
"""Figure, ordinal within the event, region, day, delta."""
_Reader = Callable[[Envelope, date], Iterable[Read]]


def read(messages: Sequence[Message]) -> Columns:
    """The evidence of a batch; raises Poison naming every message that cannot be read."""
    columns = Columns()
    poison: list[tuple[Message, str]] = []
    for message in messages:
        try:
            event = _DECODER.decode(message.value)
            columns.touched.add(_county(event.region) if event.type in UNHEARD else _township(event.region))
            readers = _READERS.get(event.type)
            if readers is None:
                continue
            day = (event.time.astimezone(UTC) + CHINA_OFFSET).date()
            facts = [fact for reader in readers for fact in reader(event, day)]
            labeller = LABELS.get(event.type)
            label = labeller(event.data) if labeller is not None and facts else ""
        except (ValueError, TypeError, KeyError, ArithmeticError, AttributeError) as error:
            poison.append((message, repr(error)))
            continue
        for fact in facts:
            columns.add(event, fact, day, label)
    if poison:
        raise Poison(poison)
    return columns


_DECODER = msgspec.json.Decoder(Envelope)


@lru_cache(maxsize=1024)
def _township(region: str) -> str:
    return region[:9] + "000"


@lru_cache(maxsize=1024)
def _county(region: str) -> str:
    return region[:6] + "000000"


@lru_cache(maxsize=4096)
def _parsed(text: str) -> date:
    return date.fromisoformat(text)


@lru_cache(maxsize=4096)
def _passed(text: str, workdays: int) -> date:
    """Working days are counted here only for old events, which do not bring the day themselves."""
    deadline = _parsed(text)
    return (SHIPPED.add(deadline, workdays) if workdays else deadline) + timedelta(days=1)


def _charged(event: Envelope) -> str:
    """A body outside of the county is nobody's township: it is kept with the county whose villages it burdened."""
    county = event.region[:6]
    home: str = event.data["charged_home"] or county.ljust(12, "0")
    if len(home) != 12 or not home.isdigit():
        raise ValueError("charged_home is not a 12-digit code")
    return _township(home) if home.startswith(county) else county.ljust(12, "0")


def _matches(fact: Fact, part: dict[str, Any]) -> bool:
    if fact.needs is not None and not part.get(fact.needs):
        return False
    if fact.given is not None and part.get(fact.given) is None:
        return False
    if fact.unless is not None and part.get(fact.unless):
        return False
    if fact.submission is not None and fact.submission.value is not _submitted_before(fact.day, part):
        return False
    if fact.when is None:
        return True
    field, wanted = fact.when
    found = part[field]
    return wanted in found if isinstance(found, list) else bool(found == wanted)


def _submitted_before(day: Passed | On | None, part: dict[str, Any]) -> bool:
    submitted = part.get("submitted_on")
    return submitted is None or not isinstance(day, Passed) or _parsed(submitted) < _end(day, part)


def _end(day: Passed, part: dict[str, Any]) -> date:
    """The first day after a deadline, or after so many working days behind it."""
    if day.known is not None and part.get(day.known):
        return _passed(part[day.known], 0)
    return _passed(part[day.field], day.workdays)


def _when(fact: Fact, part: dict[str, Any], occurred: date) -> date:
    match fact.day:
        case On(field):
            return _parsed(part[field])
        case Passed():
            return max(occurred, _end(fact.day, part))
        case None:
            return occurred


def _delta(fact: Fact, part: dict[str, Any], data: dict[str, Any]) -> int:
    if fact.counts is None:
        return fact.delta
    own = part.get(fact.counts)
    return fact.delta * int(data[fact.counts] if own is None else own)


def _general(fact: Fact, first: int) -> _Reader:
    def reader(event: Envelope, occurred: date) -> Iterator[Read]:
        data = event.data
        region = _charged(event) if fact.charged else _township(event.region)
        for ordinal, part in enumerate(data[fact.each] if fact.each else (data,), first):
            if _matches(fact, part):
                yield fact.figure, ordinal, region, _when(fact, part, occurred), _delta(fact, part, data)

    return reader


def _plain(fact: Fact, first: int) -> _Reader:
    """The usual case: always one, here, on the day of the event."""
    figure, delta = fact.figure, fact.delta

    def reader(event: Envelope, occurred: date) -> tuple[Read]:
        return ((figure, first, _township(event.region), occurred, delta),)

    return reader


def _compiled(facts: Sequence[Fact]) -> tuple[_Reader, ...]:
    """Two facts of one figure differ in their ordinals: both may fall on the same day."""
    readers = []
    for position, fact in enumerate(facts):
        first = sum(earlier.figure == fact.figure for earlier in facts[:position])
        # A fact about a submission has a day.
        special = fact.counts or fact.when or fact.needs or fact.given or fact.unless or fact.each or fact.day
        readers.append((_general if special or fact.charged else _plain)(fact, first))
    return tuple(readers)


_READERS: dict[str, tuple[_Reader, ...]] = {name: _compiled(facts) for name, facts in FACTS.items()}
