"""Facts of supervision-svc about work groups (专班), their meetings, and what became of each decision.

No names: who sits in a group is between the county's own bodies. How many meetings there were is nobody's merit.
"""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Audience, Event
from contracts.words import Count, Day, Id

Ended = Annotated[bool, Field(description="its term was over; else it was dissolved by its body")]


class _GroupFact(Event):
    collection: ClassVar[str] = "work-groups"

    until: Day
    members: Count


class WorkGroupFormed(_GroupFact):
    """A county or township formed a group for a time. Region is the county or the township."""

    type: ClassVar[str] = "supervision.work_group.formed.v1"
    title_zh: ClassVar[str] = "组建工作专班"
    audience: ClassVar[Audience] = Audience.COUNTY


class WorkGroupChanged(_GroupFact):
    """Its members, or the day until which it works, are others now."""

    type: ClassVar[str] = "supervision.work_group.changed.v1"
    title_zh: ClassVar[str] = "调整工作专班"
    audience: ClassVar[Audience] = Audience.COUNTY


class WorkGroupEnded(_GroupFact):
    """The group works no more; what its meetings decided goes on."""

    type: ClassVar[str] = "supervision.work_group.ended.v1"
    title_zh: ClassVar[str] = "撤销工作专班"
    audience: ClassVar[Audience] = Audience.COUNTY

    expired: Ended


class MeetingRecorded(Event):
    """A meeting of a group is on the record with what it decided."""

    type: ClassVar[str] = "supervision.meeting.recorded.v1"
    title_zh: ClassVar[str] = "登记专题会议"
    collection: ClassVar[str] = "meetings"
    audience: ClassVar[Audience] = Audience.COUNTY

    group: Id
    held_on: Day
    decisions: Count


class MeetingCorrected(Event):
    """The minutes of a meeting were corrected; what they said before stays readable."""

    type: ClassVar[str] = "supervision.meeting.corrected.v1"
    title_zh: ClassVar[str] = "更正会议纪要"
    collection: ClassVar[str] = "meetings"
    audience: ClassVar[Audience] = Audience.COUNTY

    group: Id
    held_on: Day


class _DecisionFact(Event):
    """What each fact about a decision says. Region is the responsible body's, or the township itself."""

    collection: ClassVar[str] = "meeting-decisions"

    group: Id
    meeting: Id
    deadline: Day


class DecisionMade(_DecisionFact):
    """A meeting decided that a body does something until a day."""

    type: ClassVar[str] = "supervision.decision.made.v1"
    title_zh: ClassVar[str] = "议定事项交办"
    audience: ClassVar[Audience] = Audience.COUNTY


class DecisionProposed(_DecisionFact):
    """A body's minutes give a township a task; it is none before somebody of another body confirmed it."""

    type: ClassVar[str] = "supervision.decision.proposed.v1"
    title_zh: ClassVar[str] = "议定事项待确认"
    audience: ClassVar[Audience] = Audience.JUDGES


class DecisionSubmitted(_DecisionFact):
    """The body says that it is done, and by what that can be seen."""

    type: ClassVar[str] = "supervision.decision.submitted.v1"
    title_zh: ClassVar[str] = "报告议定事项办结"
    audience: ClassVar[Audience] = Audience.COUNTY


class DecisionDone(_DecisionFact):
    """A second person of another body found it done."""

    type: ClassVar[str] = "supervision.decision.done.v1"
    title_zh: ClassVar[str] = "议定事项核销"
    audience: ClassVar[Audience] = Audience.COUNTY


class DecisionReturned(_DecisionFact):
    """A second person found that it is not done yet."""

    type: ClassVar[str] = "supervision.decision.returned.v1"
    title_zh: ClassVar[str] = "退回议定事项"
    audience: ClassVar[Audience] = Audience.COUNTY


class DecisionPostponed(_DecisionFact):
    """It has another deadline."""

    type: ClassVar[str] = "supervision.decision.postponed.v1"
    title_zh: ClassVar[str] = "议定事项延期"
    audience: ClassVar[Audience] = Audience.COUNTY

    previous: Day


class DecisionOverdue(_DecisionFact):
    """Its deadline passed and nobody reported it as done."""

    type: ClassVar[str] = "supervision.decision.overdue.v1"
    title_zh: ClassVar[str] = "议定事项逾期"
    audience: ClassVar[Audience] = Audience.COUNTY


class DecisionCancelled(_DecisionFact):
    """It need not be done any more."""

    type: ClassVar[str] = "supervision.decision.cancelled.v1"
    title_zh: ClassVar[str] = "取消议定事项"
    audience: ClassVar[Audience] = Audience.COUNTY


EVENTS = (
    WorkGroupFormed, WorkGroupChanged, WorkGroupEnded, MeetingRecorded, MeetingCorrected, DecisionProposed,
    DecisionMade, DecisionSubmitted, DecisionDone, DecisionReturned, DecisionPostponed, DecisionOverdue,
    DecisionCancelled,
)  # fmt: skip
"""They count nothing: meetings are no merit (INS-09)."""
