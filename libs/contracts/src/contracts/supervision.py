"""Facts of supervision-svc: visits, findings, good practices, letters."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Audience, Event
from contracts.words import (
    Action,
    ChargedHome,
    Code,
    Count,
    Day,
    Digest,
    Grade,
    Id,
    Number,
    Provisional,
    Title,
)


class VisitCompleted(Event):
    """A visit to a village was made. Region is the village."""

    type: ClassVar[str] = "supervision.visit.completed.v1"
    title_zh: ClassVar[str] = "到村检查"
    collection: ClassVar[str] = "visits"
    audience: ClassVar[Audience] = Audience.COUNTY

    planned: bool
    unannounced: bool


class VisitOffplanReported(Event):
    """A visit outside of the yearly plan was reported; nobody is charged until the county office confirms it."""

    type: ClassVar[str] = "supervision.visit.offplan_reported.v1"
    title_zh: ClassVar[str] = "反映计划外检查"
    collection: ClassVar[str] = "visits"
    audience: ClassVar[Audience] = Audience.JUDGES

    visited_on: Day


class VisitOffplanDetected(Event):
    """Somebody inspected a village outside of the yearly plan (INS-01); counts against the charged body."""

    type: ClassVar[str] = "supervision.visit.offplan_detected.v1"
    title_zh: ClassVar[str] = "计划外检查属实"
    collection: ClassVar[str] = "visits"
    audience: ClassVar[Audience] = Audience.COUNTY

    charged_home: ChargedHome


class VisitOffplanDismissed(Event):
    """The county office dismissed the report of a visit outside of the plan."""

    type: ClassVar[str] = "supervision.visit.offplan_dismissed.v1"
    title_zh: ClassVar[str] = "计划外检查不属实"
    collection: ClassVar[str] = "visits"
    audience: ClassVar[Audience] = Audience.JUDGES

    visited_on: Day


class VisitOffplanObjected(Event):
    """The accused body objected to the verdict on an off-plan visit; it counts until that is decided."""

    type: ClassVar[str] = "supervision.visit.offplan_objected.v1"
    title_zh: ClassVar[str] = "计划外检查认定提出申诉"
    collection: ClassVar[str] = "visits"
    audience: ClassVar[Audience] = Audience.COUNTY

    charged_home: ChargedHome


class VisitOffplanUpheld(Event):
    """People who had no part in the verdict on an off-plan visit upheld it."""

    type: ClassVar[str] = "supervision.visit.offplan_upheld.v1"
    title_zh: ClassVar[str] = "计划外检查认定维持"
    collection: ClassVar[str] = "visits"
    audience: ClassVar[Audience] = Audience.COUNTY

    charged_home: ChargedHome


class VisitOffplanRetracted(Event):
    """The verdict on an off-plan visit fell, by an objection or because the office found its error; it counts no more.

    What was counted on `counted_on` is taken back on that day, so that no period holds half of the pair.
    """

    type: ClassVar[str] = "supervision.visit.offplan_retracted.v1"
    title_zh: ClassVar[str] = "计划外检查认定撤销"
    collection: ClassVar[str] = "visits"
    audience: ClassVar[Audience] = Audience.COUNTY

    charged_home: ChargedHome
    counted_on: Day
    by_objection: bool


class FindingRaised(Event):
    """A visit found something wrong. Region is the village or township concerned."""

    type: ClassVar[str] = "supervision.finding.raised.v1"
    title_zh: ClassVar[str] = "发现问题"
    collection: ClassVar[str] = "findings"
    audience: ClassVar[Audience] = Audience.COUNTY

    action: Action
    grade: Grade


class FindingClosed(Event):
    """A finding was repaired and rechecked."""

    type: ClassVar[str] = "supervision.finding.closed.v1"
    title_zh: ClassVar[str] = "问题销号"
    collection: ClassVar[str] = "findings"
    audience: ClassVar[Audience] = Audience.COUNTY

    action: Action


class FindingReopened(Event):
    """A closed finding was found again."""

    type: ClassVar[str] = "supervision.finding.reopened.v1"
    title_zh: ClassVar[str] = "问题重开"
    collection: ClassVar[str] = "findings"
    audience: ClassVar[Audience] = Audience.COUNTY

    action: Action


class PracticeRecorded(Event):
    """A visit met a good practice; it counts for nothing until somebody else has verified it."""

    type: ClassVar[str] = "supervision.practice.recorded.v1"
    title_zh: ClassVar[str] = "记录好做法"
    collection: ClassVar[str] = "practices"
    audience: ClassVar[Audience] = Audience.READERS

    action: Action
    title: Title


class PracticeVerified(Event):
    """A good practice was verified on the spot."""

    type: ClassVar[str] = "supervision.practice.verified.v1"
    title_zh: ClassVar[str] = "核实好做法"
    collection: ClassVar[str] = "practices"
    audience: ClassVar[Audience] = Audience.READERS

    action: Action
    title: Title


class LetterSent(Event):
    """A reminder letter (工作提示函) went to one township."""

    type: ClassVar[str] = "supervision.letter.sent.v1"
    title_zh: ClassVar[str] = "发出工作提示函"
    collection: ClassVar[str] = "letters"
    audience: ClassVar[Audience] = Audience.COUNTY

    number: Number
    actions: Annotated[list[Action], Field(max_length=5, examples=[["plaques"]])]
    deadline: Day
    provisional: Provisional = False
    problems: Count


class LetterReceived(Event):
    """The township confirmed the receipt of a reminder letter."""

    type: ClassVar[str] = "supervision.letter.received.v1"
    title_zh: ClassVar[str] = "签收工作提示函"
    collection: ClassVar[str] = "letters"
    audience: ClassVar[Audience] = Audience.COUNTY

    number: Number
    actions: Annotated[list[Action], Field(max_length=5, examples=[["plaques"]])]


class GuidanceHeld(Event):
    """The county's bodies went to the township and agreed on how to repair (上门会商). Region is the township."""

    type: ClassVar[str] = "supervision.guidance.held.v1"
    title_zh: ClassVar[str] = "上门指导"
    collection: ClassVar[str] = "guidance"
    audience: ClassVar[Audience] = Audience.COUNTY

    letter: Id
    held_on: Day
    departments: Annotated[list[Code], Field(max_length=30, examples=[["county-civil-affairs"]])]


class SchemeSaved(Event):
    """A version of the red/black scheme was saved."""

    type: ClassVar[str] = "supervision.scheme.saved.v1"
    title_zh: ClassVar[str] = "评价方案保存"
    collection: ClassVar[str] = "schemes"
    audience: ClassVar[Audience] = Audience.READERS

    name: Title
    number: Count
    effective_from: Day


class PublicationNoticed(Event):
    """A township was told that a publication will name it, and until when it is heard. Region is the township."""

    type: ClassVar[str] = "supervision.publication.noticed.v1"
    title_zh: ClassVar[str] = "告知拟列通报"
    collection: ClassVar[str] = "publication-entries"
    audience: ClassVar[Audience] = Audience.COUNTY

    publication: Id
    black: bool
    deadline: Day
    provisional: Provisional = False


class PublicationObjectionFiled(Event):
    """A township objected to being named; until the decision its entry is left out or marked."""

    type: ClassVar[str] = "supervision.publication.objection_filed.v1"
    title_zh: ClassVar[str] = "对通报提出异议"
    collection: ClassVar[str] = "publication-entries"
    audience: ClassVar[Audience] = Audience.COUNTY

    publication: Id


class PublicationObjectionDecided(Event):
    """People who had no part in the entry decided on the objection; `upheld` says that the township was right."""

    type: ClassVar[str] = "supervision.publication.objection_decided.v1"
    title_zh: ClassVar[str] = "通报异议复核"
    collection: ClassVar[str] = "publication-entries"
    audience: ClassVar[Audience] = Audience.COUNTY

    publication: Id
    upheld: bool


class PublicationPublished(Event):
    """A county published its list; `sha256` is that of the open text, which anybody of the county may read."""

    type: ClassVar[str] = "supervision.publication.published.v1"
    title_zh: ClassVar[str] = "印发红黑榜通报"
    collection: ClassVar[str] = "publications"
    audience: ClassVar[Audience] = Audience.READERS

    as_of: Day
    number: Count
    sha256: Digest


class PublicationAmended(Event):
    """A county published another edition of its list after a decision about an entry; the earlier ones stay."""

    type: ClassVar[str] = "supervision.publication.amended.v1"
    title_zh: ClassVar[str] = "更正红黑榜通报"
    collection: ClassVar[str] = "publications"
    audience: ClassVar[Audience] = Audience.READERS

    as_of: Day
    number: Count
    sha256: Digest
