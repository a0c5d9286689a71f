"""Facts of supervision-svc about draws."""

from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.words import Count, Day, Digest, Matter


class DrawCommitted(Event):
    """The county is bound to a draw whose result nobody can know yet. Region is the county.

    `commitment` is the SHA-256 of the draw's frame and a secret. Whoever keeps this event can prove a later change.
    """

    type: ClassVar[str] = "supervision.draw.committed.v1"
    title_zh: ClassVar[str] = "封存抽取名单"
    collection: ClassVar[str] = "draws"
    audience: ClassVar[Audience] = Audience.READERS

    commitment: Digest


class DrawMade(Event):
    """Villages to be visited without notice were drawn at random, by the reveal of a draw. Region is the county.

    The villages stay secret.
    `missed` are those of the draw before that nobody visited.
    """

    type: ClassVar[str] = "supervision.draw.made.v1"
    title_zh: ClassVar[str] = "抽取到村核实"
    collection: ClassVar[str] = "draws"
    audience: ClassVar[Audience] = Audience.COUNTY

    villages: Count
    missed: Count
    visit_from: Day
    visit_until: Day


class DrawStopRevealed(Event):
    """A team departed for its next village of a township, and only then learnt which; `left` wait.

    Region is the county. Neither village nor township: the team is on its way.
    """

    type: ClassVar[str] = "supervision.draw.stop_revealed.v1"
    title_zh: ClassVar[str] = "出发揭晓下一站"
    collection: ClassVar[str] = "draws"
    audience: ClassVar[Audience] = Audience.JUDGES

    left: Count


class DrawnVillageVisited(Event):
    """A drawn village was visited without notice and asked about these matters. Region is the village.

    Without such visits the absence of reports earns a township nothing.
    """

    type: ClassVar[str] = "supervision.draw.village_visited.v1"
    title_zh: ClassVar[str] = "随机到村核实"
    collection: ClassVar[str] = "drawn-villages"
    audience: ClassVar[Audience] = Audience.COUNTY

    matters: list[Matter]
    visited_on: Day


class DrawnInquiryCorrected(Event):
    """What a drawn village was asked about was put right, counted on `visited_on`. Region is the village."""

    type: ClassVar[str] = "supervision.draw.inquiry_corrected.v1"
    title_zh: ClassVar[str] = "更正随机核实事项"
    collection: ClassVar[str] = "drawn-villages"
    audience: ClassVar[Audience] = Audience.COUNTY

    added: list[Matter]
    removed: list[Matter]
    visited_on: Day
