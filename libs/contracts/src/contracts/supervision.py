"""Facts of supervision-svc: visits, findings, good practices, letters, rectifications."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from contracts.envelope import Event
from contracts.words import Action, ChargedHome, Count, Day, Id, Number, Title

Grade = Literal["minor", "general", "serious", "grave", "suspected_violation"]


class VisitCompleted(Event):
    """A visit to a village was made. Region is the village."""

    type: ClassVar[str] = "supervision.visit.completed.v1"
    collection: ClassVar[str] = "visits"

    planned: bool
    unannounced: bool


class VisitOffplanDetected(Event):
    """Somebody inspected a village outside of the yearly plan (INS-01); counts against the charged body."""

    type: ClassVar[str] = "supervision.visit.offplan_detected.v1"
    collection: ClassVar[str] = "visits"

    charged_home: ChargedHome


class FindingRaised(Event):
    """A visit found something wrong. Region is the village or township concerned."""

    type: ClassVar[str] = "supervision.finding.raised.v1"
    collection: ClassVar[str] = "findings"

    action: Action
    grade: Grade


class FindingClosed(Event):
    """A finding was repaired and rechecked."""

    type: ClassVar[str] = "supervision.finding.closed.v1"
    collection: ClassVar[str] = "findings"

    action: Action


class FindingReopened(Event):
    """A closed finding was found again."""

    type: ClassVar[str] = "supervision.finding.reopened.v1"
    collection: ClassVar[str] = "findings"

    action: Action


class PracticeVerified(Event):
    """A good practice was verified on the spot."""

    type: ClassVar[str] = "supervision.practice.verified.v1"
    collection: ClassVar[str] = "practices"

    action: Action
    title: Title


class LetterSent(Event):
    """A reminder letter (工作提示函) went to one township."""

    type: ClassVar[str] = "supervision.letter.sent.v1"
    collection: ClassVar[str] = "letters"

    number: Number
    actions: Annotated[list[Action], Field(max_length=5, examples=[["plaques"]])]
    deadline: Day
    problems: Count


class LetterReceived(Event):
    """The township confirmed the receipt of a reminder letter."""

    type: ClassVar[str] = "supervision.letter.received.v1"
    collection: ClassVar[str] = "letters"

    number: Number
    actions: Annotated[list[Action], Field(max_length=5, examples=[["plaques"]])]


class RectificationOpened(Event):
    """A problem of a letter is to be repaired by a deadline."""

    type: ClassVar[str] = "supervision.rectification.opened.v1"
    collection: ClassVar[str] = "rectifications"

    letter: Id
    action: Action
    deadline: Day


class RectificationSubmitted(Event):
    """The township reported the repair."""

    type: ClassVar[str] = "supervision.rectification.submitted.v1"
    collection: ClassVar[str] = "rectifications"

    letter: Id
    action: Action


class RectificationAccepted(Event):
    """A second person rechecked the repair and closed it. `in_time` compares the submission with the deadline."""

    type: ClassVar[str] = "supervision.rectification.accepted.v1"
    collection: ClassVar[str] = "rectifications"

    letter: Id
    action: Action
    deadline: Day
    in_time: bool


class RectificationReopened(Event):
    """The recheck found the repair not done; `false_evidence` when its evidence was false."""

    type: ClassVar[str] = "supervision.rectification.reopened.v1"
    collection: ClassVar[str] = "rectifications"

    letter: Id
    action: Action
    false_evidence: bool


class RectificationOverdue(Event):
    """The deadline passed without a submitted repair."""

    type: ClassVar[str] = "supervision.rectification.overdue.v1"
    collection: ClassVar[str] = "rectifications"

    letter: Id
    action: Action
    deadline: Day


class SchemeSaved(Event):
    """A version of the red/black scheme was saved."""

    type: ClassVar[str] = "supervision.scheme.saved.v1"
    collection: ClassVar[str] = "schemes"

    name: Title
    number: Count
    effective_from: Day
