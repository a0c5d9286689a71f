"""What forms are about: the object classes of their data elements, and what the dictionary says of each element."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from wording import tables

from report_svc.consolidation.lines import Line
from report_svc.elements.models import Element, Refresh, Sensitivity

REFRESHED = {
    Refresh.WEEK: 52, Refresh.TEN_DAYS: 36, Refresh.HALF_MONTH: 24, Refresh.MONTH: 12, Refresh.QUARTER: 4,
    Refresh.HALF_YEAR: 2, Refresh.YEAR: 1, Refresh.SCHOOL_YEAR: 1,
}  # fmt: skip
"""How often in a year a source renews a value."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What the dictionary says of one element, as far as consolidation needs it."""

    name: str
    source: str
    refresh: Refresh
    sensitive: bool
    typed: bool


class Subjects:
    """The dictionary of a county, by element code."""

    def __init__(self, elements: Mapping[str, Subject]) -> None:
        self._elements = elements

    @classmethod
    def of(cls, elements: Iterable[Element]) -> "Subjects":
        """What a county's dictionary says."""
        private = (Sensitivity.SENSITIVE, Sensitivity.CLASSIFIED)
        return cls({
            each.code: Subject(
                each.name, each.source, each.refresh, each.sensitivity in private, each.typed_by_village
            )
            for each in elements
        })  # fmt: skip

    def get(self, element: str | None) -> Subject | None:
        """One element, if the dictionary has it."""
        return self._elements.get(element or "")

    def has_source(self, element: str | None) -> bool:
        """Whether a body holds the value, so that a village need not type it."""
        subject = self.get(element)
        return subject is not None and not subject.typed


def object_of(element: str | None) -> str | None:
    """Who or what an element speaks of."""
    return _objects().get(element or "")


def is_trace(element: str | None) -> bool:
    """Whether an element counts meetings and publicity."""
    return element in tables.rules("object_classes")["traces"]


def counted(line: Line) -> Counter[str]:
    """How many of a form's columns speak of each object."""
    return Counter(found for column in line.answered if (found := object_of(column.element)))


def mains(objects: Counter[str]) -> frozenset[str]:
    """What a form is mainly about: the objects that most of its columns speak of, more than one when equal."""
    most = max(objects.values(), default=0)
    return frozenset(name for name, times in objects.items() if times == most)


def about(objects: Counter[str]) -> frozenset[str]:
    """What a form is about at all: beside its main objects those of more than a third of its columns."""
    third = objects.total() / 3
    return mains(objects) | {name for name, times in objects.items() if times > third}


@cache
def _objects() -> dict[str, str]:
    return {
        code: name for name, spans in tables.rules("object_classes")["objects"].items()
        for span in spans for code in _codes(span)
    }  # fmt: skip


def _codes(span: str) -> Iterable[str]:
    first, _, last = span.partition("-")
    return (f"E{number:03}" for number in range(int(first[1:]), int((last or first)[1:]) + 1))
