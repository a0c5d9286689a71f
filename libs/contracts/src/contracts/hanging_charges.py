"""Facts of signage-svc about reports of boards without a grant: several of one matter, and overdue verdicts."""

from typing import ClassVar
from uuid import UUID

from contracts.envelope import Audience, Event
from contracts.words import Day, Title


class HangingChargeJoined(Event):
    """The report of a board without a grant was put to another one of its matter, `into`, which answers for both."""

    type: ClassVar[str] = "signage.hanging_charge.joined.v1"
    title_zh: ClassVar[str] = "未经准入挂牌并案"
    collection: ClassVar[str] = "hanging-charges"
    audience: ClassVar[Audience] = Audience.JUDGES

    title: Title
    into: UUID


class HangingChargeParted(Event):
    """A joined report of a board without a grant is a matter of its own again; nothing was judged yet."""

    type: ClassVar[str] = "signage.hanging_charge.parted.v1"
    title_zh: ClassVar[str] = "未经准入挂牌拆案"
    collection: ClassVar[str] = "hanging-charges"
    audience: ClassVar[Audience] = Audience.JUDGES

    title: Title


class HangingChargeDismissalProposed(Event):
    """One person of the county office holds several reports of a board for unfounded; another one decides."""

    type: ClassVar[str] = "signage.hanging_charge.dismissal_proposed.v1"
    title_zh: ClassVar[str] = "提出未经准入挂牌不属实意见"
    collection: ClassVar[str] = "hanging-charges"
    audience: ClassVar[Audience] = Audience.JUDGES

    title: Title


class HangingChargeOverdue(Event):
    """Nobody judged the charge of a board in its ten working days: from now on the approver may, too."""

    type: ClassVar[str] = "signage.hanging_charge.overdue.v1"
    title_zh: ClassVar[str] = "未经准入挂牌逾期未认定"
    collection: ClassVar[str] = "hanging-charges"
    audience: ClassVar[Audience] = Audience.JUDGES

    title: Title
    judge_by: Day
