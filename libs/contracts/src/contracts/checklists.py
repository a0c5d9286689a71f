"""Facts of supervision-svc about the checklists of visits: what a village was asked about, never what it said."""

from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.words import Count, Day, Id, Matter


class _ChecklistFact(Event):
    """Region is the village. `matters` are those of which each question was answered."""

    collection: ClassVar[str] = "visit-checklists"

    visit: Id
    visited_on: Day
    matters: list[Matter]
    answers: Count


class ChecklistAnswered(_ChecklistFact):
    """A visit went through the questions. At a drawn village that was visited without notice, it counts there."""

    type: ClassVar[str] = "supervision.checklist.answered.v1"
    title_zh: ClassVar[str] = "登记核实清单"
    audience: ClassVar[Audience] = Audience.COUNTY


class ChecklistCorrected(_ChecklistFact):
    """The answers of a visit were put right; what they were before stays readable."""

    type: ClassVar[str] = "supervision.checklist.corrected.v1"
    title_zh: ClassVar[str] = "更正核实清单"
    audience: ClassVar[Audience] = Audience.COUNTY


EVENTS = (ChecklistAnswered, ChecklistCorrected)
"""They count nothing: what a drawn village was asked about counts with the draw."""
