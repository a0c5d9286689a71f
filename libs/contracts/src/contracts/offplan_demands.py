"""Facts of report-svc about reports of off-plan forms: several of one matter, and verdicts that are overdue."""

from typing import ClassVar
from uuid import UUID

from contracts.envelope import Audience, Event
from contracts.words import Day, Title


class OffplanJoined(Event):
    """The report of an off-plan form was put to another one of the same matter, `into`, which answers for both."""

    type: ClassVar[str] = "report.offplan.joined.v1"
    title_zh: ClassVar[str] = "目录外报表并案"
    collection: ClassVar[str] = "offplan-demands"
    audience: ClassVar[Audience] = Audience.JUDGES

    title: Title
    into: UUID


class OffplanParted(Event):
    """A joined report of an off-plan form is a matter of its own again; nothing was judged yet."""

    type: ClassVar[str] = "report.offplan.parted.v1"
    title_zh: ClassVar[str] = "目录外报表拆案"
    collection: ClassVar[str] = "offplan-demands"
    audience: ClassVar[Audience] = Audience.JUDGES

    title: Title


class OffplanDismissalProposed(Event):
    """One person of the county office holds several reports of an off-plan form for unfounded; another one decides."""

    type: ClassVar[str] = "report.offplan.dismissal_proposed.v1"
    title_zh: ClassVar[str] = "提出目录外报表不属实意见"
    collection: ClassVar[str] = "offplan-demands"
    audience: ClassVar[Audience] = Audience.JUDGES

    title: Title


class OffplanOverdue(Event):
    """Nobody judged the report of an off-plan form within its ten working days: from now on the approver may, too."""

    type: ClassVar[str] = "report.offplan.overdue.v1"
    title_zh: ClassVar[str] = "目录外报表逾期未认定"
    collection: ClassVar[str] = "offplan-demands"
    audience: ClassVar[Audience] = Audience.JUDGES

    title: Title
    judge_by: Day
