"""Facts of signage-svc about several reports of one board that hangs without a grant."""

from typing import ClassVar
from uuid import UUID

from contracts.envelope import Audience, Event
from contracts.words import Title


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
