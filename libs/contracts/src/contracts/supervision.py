"""Facts of supervision-svc: visits, findings, good practices, letters, rectifications."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Audience, Event
from contracts.words import (
    Action,
    ChargedHome,
    Code,
    Count,
    Day,
    Grade,
    Id,
    LongOverdueOn,
    LongOverdueProvisional,
    Number,
    Provisional,
    Title,
)


class VisitCompleted(Event):
    """A visit to a village was made. Region is the village."""

    type: ClassVar[str] = "supervision.visit.completed.v1"
    collection: ClassVar[str] = "visits"
    audience: ClassVar[Audience] = Audience.COUNTY

    planned: bool
    unannounced: bool


class VisitOffplanReported(Event):
    """A visit outside of the yearly plan was reported; nobody is charged until the county office confirms it."""

    type: ClassVar[str] = "supervision.visit.offplan_reported.v1"
    collection: ClassVar[str] = "visits"
    audience: ClassVar[Audience] = Audience.JUDGES

    visited_on: Day


class VisitOffplanDetected(Event):
    """Somebody inspected a village outside of the yearly plan (INS-01); counts against the charged body."""

    type: ClassVar[str] = "supervision.visit.offplan_detected.v1"
    collection: ClassVar[str] = "visits"
    audience: ClassVar[Audience] = Audience.COUNTY

    charged_home: ChargedHome


class VisitOffplanDismissed(Event):
    """The county office dismissed the report of a visit outside of the plan."""

    type: ClassVar[str] = "supervision.visit.offplan_dismissed.v1"
    collection: ClassVar[str] = "visits"
    audience: ClassVar[Audience] = Audience.JUDGES

    visited_on: Day


class FindingRaised(Event):
    """A visit found something wrong. Region is the village or township concerned."""

    type: ClassVar[str] = "supervision.finding.raised.v1"
    collection: ClassVar[str] = "findings"
    audience: ClassVar[Audience] = Audience.COUNTY

    action: Action
    grade: Grade


class FindingClosed(Event):
    """A finding was repaired and rechecked."""

    type: ClassVar[str] = "supervision.finding.closed.v1"
    collection: ClassVar[str] = "findings"
    audience: ClassVar[Audience] = Audience.COUNTY

    action: Action


class FindingReopened(Event):
    """A closed finding was found again."""

    type: ClassVar[str] = "supervision.finding.reopened.v1"
    collection: ClassVar[str] = "findings"
    audience: ClassVar[Audience] = Audience.COUNTY

    action: Action


class PracticeRecorded(Event):
    """A visit met a good practice; it counts for nothing until somebody else has verified it."""

    type: ClassVar[str] = "supervision.practice.recorded.v1"
    collection: ClassVar[str] = "practices"
    audience: ClassVar[Audience] = Audience.READERS

    action: Action
    title: Title


class PracticeVerified(Event):
    """A good practice was verified on the spot."""

    type: ClassVar[str] = "supervision.practice.verified.v1"
    collection: ClassVar[str] = "practices"
    audience: ClassVar[Audience] = Audience.READERS

    action: Action
    title: Title


class LetterSent(Event):
    """A reminder letter (工作提示函) went to one township."""

    type: ClassVar[str] = "supervision.letter.sent.v1"
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
    collection: ClassVar[str] = "letters"
    audience: ClassVar[Audience] = Audience.COUNTY

    number: Number
    actions: Annotated[list[Action], Field(max_length=5, examples=[["plaques"]])]


class GuidanceHeld(Event):
    """The county's bodies went to the township and agreed on how to repair (上门会商). Region is the township."""

    type: ClassVar[str] = "supervision.guidance.held.v1"
    collection: ClassVar[str] = "guidance"
    audience: ClassVar[Audience] = Audience.COUNTY

    letter: Id
    held_on: Day
    departments: Annotated[list[Code], Field(max_length=30, examples=[["county-civil-affairs"]])]


class RectificationOpened(Event):
    """A problem of a letter is to be repaired by a deadline."""

    type: ClassVar[str] = "supervision.rectification.opened.v1"
    collection: ClassVar[str] = "rectifications"
    audience: ClassVar[Audience] = Audience.COUNTY

    letter: Id
    action: Action
    deadline: Day
    provisional: Provisional = False
    long_overdue_on: LongOverdueOn = None
    long_overdue_provisional: LongOverdueProvisional = False


class RectificationStarted(Event):
    """The township received the letter and took the problem up."""

    type: ClassVar[str] = "supervision.rectification.started.v1"
    collection: ClassVar[str] = "rectifications"
    audience: ClassVar[Audience] = Audience.COUNTY

    letter: Id
    action: Action


class RectificationExtended(Event):
    """The county office moved the deadline from `previous` to `deadline`."""

    type: ClassVar[str] = "supervision.rectification.extended.v1"
    collection: ClassVar[str] = "rectifications"
    audience: ClassVar[Audience] = Audience.COUNTY

    letter: Id
    action: Action
    previous: Day
    previous_provisional: Provisional = False
    previous_long_overdue_on: LongOverdueOn = None
    previous_long_overdue_provisional: LongOverdueProvisional = False
    deadline: Day
    provisional: Provisional = False
    long_overdue_on: LongOverdueOn = None
    long_overdue_provisional: LongOverdueProvisional = False


class RectificationSubmitted(Event):
    """The township reported the repair."""

    type: ClassVar[str] = "supervision.rectification.submitted.v1"
    collection: ClassVar[str] = "rectifications"
    audience: ClassVar[Audience] = Audience.COUNTY

    letter: Id
    action: Action
    deadline: Day
    provisional: Provisional = False
    long_overdue_on: LongOverdueOn = None
    long_overdue_provisional: LongOverdueProvisional = False


class RectificationAccepted(Event):
    """A second person rechecked the repair and closed it. `in_time` compares the submission with the deadline."""

    type: ClassVar[str] = "supervision.rectification.accepted.v1"
    collection: ClassVar[str] = "rectifications"
    audience: ClassVar[Audience] = Audience.COUNTY

    letter: Id
    action: Action
    deadline: Day
    provisional: Provisional = False
    in_time: bool


class RectificationReopened(Event):
    """The recheck found the repair not done; `false_evidence` when its evidence was false.

    `deadline` is the day by which it is to be repaired again.
    """

    type: ClassVar[str] = "supervision.rectification.reopened.v1"
    collection: ClassVar[str] = "rectifications"
    audience: ClassVar[Audience] = Audience.COUNTY

    letter: Id
    action: Action
    deadline: Day
    provisional: Provisional = False
    long_overdue_on: LongOverdueOn = None
    long_overdue_provisional: LongOverdueProvisional = False
    previous: Annotated[Day | None, Field(examples=["2026-03-02"], description="the deadline before")] = None
    previous_provisional: Provisional = False
    false_evidence: bool


class RectificationRescheduled(Event):
    """A holiday notice came out and the deadline was computed again; the later of the two days holds."""

    type: ClassVar[str] = "supervision.rectification.rescheduled.v1"
    collection: ClassVar[str] = "rectifications"
    audience: ClassVar[Audience] = Audience.COUNTY

    letter: Id
    action: Action
    previous: Day
    previous_provisional: Provisional = False
    previous_long_overdue_on: LongOverdueOn = None
    previous_long_overdue_provisional: LongOverdueProvisional = False
    deadline: Day
    provisional: Provisional = False
    long_overdue_on: LongOverdueOn = None
    long_overdue_provisional: LongOverdueProvisional = False


class RectificationOverdue(Event):
    """The deadline passed without a submitted repair."""

    type: ClassVar[str] = "supervision.rectification.overdue.v1"
    collection: ClassVar[str] = "rectifications"
    audience: ClassVar[Audience] = Audience.COUNTY

    letter: Id
    action: Action
    deadline: Day


class SchemeSaved(Event):
    """A version of the red/black scheme was saved."""

    type: ClassVar[str] = "supervision.scheme.saved.v1"
    collection: ClassVar[str] = "schemes"
    audience: ClassVar[Audience] = Audience.READERS

    name: Title
    number: Count
    effective_from: Day
