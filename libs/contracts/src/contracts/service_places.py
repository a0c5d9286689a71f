"""Facts of signage-svc about service places: halls, the matters that are handled there, and what inspectors found."""

from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.titles import TitledEnum
from contracts.words import Count, Day, Title


class HallDetail(TitledEnum, name="hall_detail", title_zh="服务场所三个细节"):
    """The three details that a service place is looked at for."""

    OFFICES_TOGETHER = "offices_together", "集中办公"
    CONVENIENT = "convenient", "方便群众"
    HONOURS_TOGETHER = "honours_together", "荣誉集中展陈"


class HallOpened(Event):
    """A service hall (综合服务大厅) was entered with its plan: areas, windows, posts."""

    type: ClassVar[str] = "signage.hall.opened.v1"
    title_zh: ClassVar[str] = "设立服务大厅"
    collection: ClassVar[str] = "halls"
    audience: ClassVar[Audience] = Audience.READERS

    areas: Count
    windows: Count
    matters: Count


class HallRevised(Event):
    """The plan of a service hall was replaced by a new one."""

    type: ClassVar[str] = "signage.hall.revised.v1"
    title_zh: ClassVar[str] = "调整服务大厅"
    collection: ClassVar[str] = "halls"
    audience: ClassVar[Audience] = Audience.READERS

    areas: Count
    windows: Count
    matters: Count


class HallClosed(Event):
    """A service hall serves nobody any more."""

    type: ClassVar[str] = "signage.hall.closed.v1"
    title_zh: ClassVar[str] = "停用服务大厅"
    collection: ClassVar[str] = "halls"
    audience: ClassVar[Audience] = Audience.READERS


class HallChecked(Event):
    """An inspector looked at a service place for the three details; the check before it counts no more."""

    type: ClassVar[str] = "signage.hall_check.recorded.v1"
    title_zh: ClassVar[str] = "核查服务场所"
    collection: ClassVar[str] = "hall-checks"
    audience: ClassVar[Audience] = Audience.READERS

    missed: list[HallDetail]
    met: bool


class HallCheckObjected(Event):
    """The township objected to what an inspector found in a service place."""

    type: ClassVar[str] = "signage.hall_check.objected.v1"
    title_zh: ClassVar[str] = "服务场所核查提出申诉"
    collection: ClassVar[str] = "hall-checks"
    audience: ClassVar[Audience] = Audience.COUNTY


class HallCheckUpheld(Event):
    """People who had no part in the check of a service place upheld it."""

    type: ClassVar[str] = "signage.hall_check.upheld.v1"
    title_zh: ClassVar[str] = "服务场所核查维持"
    collection: ClassVar[str] = "hall-checks"
    audience: ClassVar[Audience] = Audience.COUNTY


class HallCheckRetracted(Event):
    """A check of a service place counts no more: a newer one took its place, or it was found to be wrong.

    What was counted on `counted_on` is taken back on that day, so that no period holds half of the pair.
    """

    type: ClassVar[str] = "signage.hall_check.retracted.v1"
    title_zh: ClassVar[str] = "服务场所核查不再计入"
    collection: ClassVar[str] = "hall-checks"
    audience: ClassVar[Audience] = Audience.READERS

    met: bool
    counted_on: Day
    superseded: bool


class ServiceMatterOffered(Event):
    """A matter was entered in the one-stop catalogue, with its guide."""

    type: ClassVar[str] = "signage.service_matter.offered.v1"
    title_zh: ClassVar[str] = "公布办事指南"
    collection: ClassVar[str] = "service-matters"
    audience: ClassVar[Audience] = Audience.READERS

    title: Title


class ServiceMatterRevised(Event):
    """The guide of a matter was replaced."""

    type: ClassVar[str] = "signage.service_matter.revised.v1"
    title_zh: ClassVar[str] = "更新办事指南"
    collection: ClassVar[str] = "service-matters"
    audience: ClassVar[Audience] = Audience.READERS

    title: Title


class ServiceMatterEnded(Event):
    """A matter left the one-stop catalogue."""

    type: ClassVar[str] = "signage.service_matter.ended.v1"
    title_zh: ClassVar[str] = "停办服务事项"
    collection: ClassVar[str] = "service-matters"
    audience: ClassVar[Audience] = Audience.READERS

    title: Title
