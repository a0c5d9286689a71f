"""Facts of supervision-svc about reports of off-plan visits: several of one matter, and verdicts that are overdue."""

from typing import ClassVar
from uuid import UUID

from contracts.envelope import Audience, Event
from contracts.words import Day


class VisitOffplanJoined(Event):
    """The report of an off-plan visit was put to another one of the same matter, `into`, which answers for both."""

    type: ClassVar[str] = "supervision.visit.offplan_joined.v1"
    title_zh: ClassVar[str] = "计划外检查并案"
    collection: ClassVar[str] = "visits"
    audience: ClassVar[Audience] = Audience.JUDGES

    visited_on: Day
    into: UUID


class VisitOffplanParted(Event):
    """A joined report of an off-plan visit is a matter of its own again; nothing was judged yet."""

    type: ClassVar[str] = "supervision.visit.offplan_parted.v1"
    title_zh: ClassVar[str] = "计划外检查拆案"
    collection: ClassVar[str] = "visits"
    audience: ClassVar[Audience] = Audience.JUDGES

    visited_on: Day


class VisitOffplanDismissalProposed(Event):
    """One person of the county office holds several reports of an off-plan visit for unfounded; another one decides."""

    type: ClassVar[str] = "supervision.visit.offplan_dismissal_proposed.v1"
    title_zh: ClassVar[str] = "提出计划外检查不属实意见"
    collection: ClassVar[str] = "visits"
    audience: ClassVar[Audience] = Audience.JUDGES

    visited_on: Day


class VisitOffplanOverdue(Event):
    """Nobody judged the report of an off-plan visit within its ten working days: from now on the approver may, too."""

    type: ClassVar[str] = "supervision.visit.offplan_overdue.v1"
    title_zh: ClassVar[str] = "计划外检查逾期未认定"
    collection: ClassVar[str] = "visits"
    audience: ClassVar[Audience] = Audience.JUDGES

    visited_on: Day
    judge_by: Day
