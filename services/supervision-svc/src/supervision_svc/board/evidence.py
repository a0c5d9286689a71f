"""What is known about one township, event by event: read once, and then asked what costs, excuses or was taken back.

One read, because every statement over evidence has all its months to plan; a township has some thousands of facts.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from servicekit.transaction import Transaction

from supervision_svc.board.lineage import repository as lineage
from supervision_svc.facts.table import BY_OBJECTION, RETRACTIONS

_FACTS = sa.text("""
    SELECT figure, event_id::text, ordinal, type, time, day, recorded_on, delta, sequence, subject, department, label
    FROM evidence
    WHERE region = ANY(:regions) AND figure = ANY(:figures) AND recorded_on <= :known_at AND day <= :as_of
      AND day >= (CAST(:firsts AS date[]))[array_position(CAST(:regions AS text[]), region)]
    ORDER BY day DESC, event_id DESC, ordinal DESC
""")
_NUMBERS = sa.text("""
    SELECT 'rectifications/' || id AS subject, letter_number AS number FROM rectification
    WHERE id = ANY(CAST(:ids AS uuid[]))
""")
_FILED, _UPHELD = "objections_filed", "objections_upheld"


@dataclass(frozen=True, slots=True)
class Blame:
    """Which evidence to look for: after the day `start`, where the subject has none of what excuses."""

    figures: Sequence[str]
    excused_by: Sequence[str]
    start: date


@dataclass(frozen=True, slots=True)
class Struck:
    """What counted, with the fact that took it back; None while it is only under objection."""

    fact: Any
    back: Any
    contested: bool
    upheld: bool

    @property
    def moment(self) -> datetime:
        """When it was struck, or happened."""
        found: datetime = (self.fact if self.back is None else self.back).time
        return found


class Known:
    """The facts of a township by a day, as they were known on another."""

    def __init__(self, facts: Iterable[Any]) -> None:
        self._by_figure: dict[str, list[Any]] = {}
        self._back: dict[tuple[str, str], list[Any]] = {}
        self._contests: dict[tuple[str, str], list[Any]] = {}
        self._sums: dict[tuple[str, str], int] = {}
        for fact in facts:
            self._by_figure.setdefault(fact.figure, []).append(fact)
            key = fact.figure, fact.subject
            self._sums[key] = self._sums.get(key, 0) + fact.delta
            if fact.figure in (_FILED, _UPHELD):
                self._contests.setdefault(key, []).append(fact)
            if fact.delta < 0:
                self._back.setdefault(key, []).append(fact)

    def blamed(self, blame: Blame) -> list[Any]:
        """The facts that count, the newest first.

        An event is excused when its subject has come to a good end, unless that end was undone; and it costs nothing
        when a later event has taken it back, as an extension takes back the deadline before it.
        """
        return [fact for fact in self._facts(blame.figures) if fact.day > blame.start and self._counts(fact, blame)]

    def _facts(self, figures: Collection[str]) -> list[Any]:
        found = [fact for figure in set(figures) for fact in self._by_figure.get(figure, ())]
        if len(set(figures)) > 1:
            found.sort(key=lambda fact: (fact.day, fact.event_id, fact.ordinal), reverse=True)
        return found

    def _counts(self, fact: Any, blame: Blame) -> bool:
        if fact.delta <= 0 or any(later.sequence > fact.sequence for later in self._taken_back(fact)):
            return False
        return sum(self._sums.get((figure, fact.subject), 0) for figure in blame.excused_by) <= 0

    def _taken_back(self, fact: Any) -> Sequence[Any]:
        return self._back.get((fact.figure, fact.subject), ())

    def objection_to(self, fact: Any) -> date | None:
        """The day of the last objection to a verdict."""
        return max((later.recorded_on for later in self._after(fact, _FILED)), default=None)

    def upheld(self, fact: Any) -> bool:
        """Whether an objection to a verdict was turned down."""
        return bool(self._after(fact, _UPHELD))

    def _after(self, fact: Any, figure: str) -> list[Any]:
        """What came to the subject of a verdict after it: a board may be marked again, and the new mark contested."""
        found = self._contests.get((figure, fact.subject), ())
        return [later for later in found if later.sequence > fact.sequence]

    def struck(self, figures: Collection[str], stocks: Collection[str], start: date) -> list[Struck]:
        """What counted and was taken back by a verdict's fall, or is under objection; the newest first."""
        found = []
        for fact in self._facts(figures):
            if fact.delta <= 0 or (fact.day <= start and fact.figure not in stocks):
                continue
            backs = [
                back for back in self._taken_back(fact)
                if back.day == fact.day and back.sequence > fact.sequence and back.type in RETRACTIONS
            ]  # fmt: skip
            contested = self.objection_to(fact) is not None
            if backs or contested:
                back = min(backs, key=lambda each: each.sequence, default=None)
                contested = contested or (back is not None and back.type in BY_OBJECTION)
                found.append(Struck(fact, back, contested, self.upheld(fact)))
        return sorted(found, key=lambda line: line.moment, reverse=True)


async def facts_of(
    tx: Transaction, region: str, figures: Collection[str], as_of: date, known_at: date
) -> Sequence[Any]:  # fmt: skip
    """The facts of some figures, and of all objections, up to a day and as they were known on another.

    What the township took over counts from the day of its change.
    """
    own = [(code, first) for _, code, first in await lineage.sources(tx, region[:9], as_of)]
    regions, firsts = [region, *(code for code, _ in own)], [date.min, *(first for _, first in own)]
    wanted = {
        "regions": regions,
        "firsts": firsts,
        "figures": sorted({*figures, _FILED, _UPHELD}),
        "as_of": as_of,
        "known_at": known_at,
    }
    return (await tx.session.execute(_FACTS, wanted)).all()


async def known(tx: Transaction, region: str, figures: Collection[str], as_of: date, known_at: date) -> Known:
    """What is known of a township: see `facts_of`."""
    return Known(await facts_of(tx, region, figures, as_of, known_at))


async def letter_numbers(tx: Transaction, subjects: Iterable[str]) -> Mapping[str, str]:
    """The numbers of the letters that ask for repairs, by the subjects of the repairs; others have none."""
    ids = [subject.partition("/")[2] for subject in subjects if subject.startswith("rectifications/")]
    if not ids:
        return {}
    return {row.subject: row.number for row in await tx.session.execute(_NUMBERS, {"ids": ids})}
