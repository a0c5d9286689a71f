"""What one event can contribute to a figure: the words of the table in `facts/table.py`."""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Passed:
    """The day on which the deadline in a field has passed by so many working days; not before the event."""

    field: str
    workdays: int = 0
    known: str | None = None
    """The field in which newer events bring the last of these working days."""


@dataclass(frozen=True, slots=True)
class On:
    """The day in a field."""

    field: str


class Submission(Enum):
    """How a submission stands to the day of a fact.

    One that came by then keeps the day from passing until its recheck; what has passed ends with acceptance only, so
    that a submission which is rejected earns nothing. Events that do not say when it came are all of the first kind.
    """

    BEFORE = True
    AFTER = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One contribution of an event to a figure."""

    figure: str
    delta: int = 1
    counts: str | None = None
    """A field that multiplies the delta: of the element with `each`, where it has one, else of the event."""
    when: tuple[str, object] | None = None
    """Only if the field has this value, or holds it when it is a list."""
    needs: str | None = None
    """Only if the field holds something: what was added to an event type later."""
    given: str | None = None
    """Only if the field is there, even if it holds false: `when` cannot read an event from before it was added."""
    unless: str | None = None
    """Not if the field holds true: nothing is late by a deadline that a holiday notice may still move."""
    submission: Submission | None = None
    """Only if the submission of `submitted_on` stands so to `day`, which is then a deadline."""
    each: str | None = None
    """One fact per element of this list; `when` and `day` then look at the element."""
    day: Passed | On | None = None
    """None is the event's own day in China."""
    charged: bool = False
    """Counts against the region of `charged_home`: a township's own unit, or the county for its departments."""
