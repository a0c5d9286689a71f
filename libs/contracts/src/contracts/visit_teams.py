"""Facts of supervision-svc about teams of several bodies (到村检查组) for visits under the plan or a draw.

No names and no villages: who goes where may be a secret until they are there.
"""

from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.words import Count, Day


class _TeamFact(Event):
    """Region is the county."""

    collection: ClassVar[str] = "visit-teams"

    members: Count
    bodies: Count
    stops: Count


class VisitTeamFormed(_TeamFact):
    """People of several bodies were put together for visits by one plan entry or draw."""

    type: ClassVar[str] = "supervision.visit_team.formed.v1"
    title_zh: ClassVar[str] = "组建到村检查组"
    audience: ClassVar[Audience] = Audience.JUDGES

    starts_on: Day
    ends_on: Day


class VisitTeamChanged(_TeamFact):
    """Its people, its route or its days are others from now on."""

    type: ClassVar[str] = "supervision.visit_team.changed.v1"
    title_zh: ClassVar[str] = "调整到村检查组"
    audience: ClassVar[Audience] = Audience.JUDGES

    starts_on: Day
    ends_on: Day


class VisitTeamDissolved(_TeamFact):
    """The team goes nowhere any more; what it recorded stays."""

    type: ClassVar[str] = "supervision.visit_team.dissolved.v1"
    title_zh: ClassVar[str] = "撤销到村检查组"
    audience: ClassVar[Audience] = Audience.JUDGES


EVENTS = (VisitTeamFormed, VisitTeamChanged, VisitTeamDissolved)
"""They count nothing: the visits do."""
