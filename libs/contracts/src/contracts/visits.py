"""Facts of supervision-svc about what visits put right: their own records, and light findings on the spot."""

from typing import ClassVar, Literal

from contracts.envelope import Audience, Event
from contracts.words import Action, Day


class VisitCorrected(Event):
    """How a visit was recorded was put right; what it said before stays readable. Region is the village.

    `counted_on` is the day on which the visit was counted, `became` what it is counted as from now on, if that changed.
    """

    type: ClassVar[str] = "supervision.visit.corrected.v1"
    title_zh: ClassVar[str] = "更正到村检查"
    collection: ClassVar[str] = "visits"
    audience: ClassVar[Audience] = Audience.COUNTY

    visited_on: Day
    previous_visited_on: Day
    unannounced: bool
    became: Literal["unannounced", "announced"] | None
    counted_on: Day


class FindingSettled(Event):
    """A light finding was put right on the spot, while those who came were there (现场解决), before two people."""

    type: ClassVar[str] = "supervision.finding.settled.v1"
    title_zh: ClassVar[str] = "问题现场解决"
    collection: ClassVar[str] = "findings"
    audience: ClassVar[Audience] = Audience.COUNTY

    action: Action
    settled_on: Day
