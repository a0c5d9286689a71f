"""Everything on the workbench at one moment, as far as one form matters to another."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from contracts.report import Frequency

from report_svc.consolidation.lines import Line
from report_svc.consolidation.subjects import Subjects, about, counted, mains, object_of
from report_svc.elements.models import Refresh
from report_svc.forms.frequencies import PER_YEAR


@dataclass(frozen=True, slots=True)
class Desk:
    """The forms by code, what they are about, and which one goes on asking for what several ask."""

    lines: Mapping[str, Line]
    subjects: Subjects
    on: date
    homes: Mapping[str, frozenset[str]]
    """What each form is mainly about."""
    about: Mapping[str, frozenset[str]]
    """What each form is about at all."""
    keepers: Mapping[str, str]
    popularity: Mapping[str, int]
    """How many forms ask about each object."""

    def is_instant(self, element: str | None) -> bool:
        """Whether a value arises with an event, so that periods say nothing new."""
        subject = self.subjects.get(element)
        return subject is not None and subject.refresh is Refresh.ANY_TIME

    def home(self, code: str) -> str | None:
        """What a form is about; of equals what the fewest other forms ask about."""
        return min(self.homes[code], key=lambda name: (self.popularity[name], name), default=None)


def desk_of(lines: Iterable[Line], subjects: Subjects, on: date) -> Desk:
    """The workbench as it is."""
    by_code = {line.code: line for line in lines}
    objects = {code: counted(line) for code, line in by_code.items()}
    homes = {code: mains(found) for code, found in objects.items()}
    subjected = {code: about(found) for code, found in objects.items()}
    askers: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
    for code, line in by_code.items():
        for key, column in line.keyed():
            askers[key].append((code, column.element))
    popularity = Counter(name for found in objects.values() for name in found)
    desk = Desk(by_code, subjects, on, homes, subjected, {}, popularity)
    keepers = {
        key: min((code for code, _ in found), key=lambda code: _precedence(desk, code, found[0][1]))
        for key, found in askers.items() if len(found) > 1
    }  # fmt: skip
    return replace(desk, keepers=keepers)


def _precedence(desk: Desk, code: str, element: str | None) -> tuple[bool, bool, bool, int, str]:
    """Who goes on asking: events for what arises with them, then who is about the object, then approved surveys."""
    line = desk.lines[code]
    on_event = line.frequency is Frequency.ON_EVENT
    return (
        on_event is not desk.is_instant(element), object_of(element) not in desk.about[code],
        not line.approved(desk.on), -PER_YEAR.get(line.frequency, 0), code,
    )  # fmt: skip
