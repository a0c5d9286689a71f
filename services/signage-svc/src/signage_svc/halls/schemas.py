"""Bodies and views of service halls."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from contracts.signage import Placement
from contracts.titles import named
from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import Body, ResourceView, View

from signage_svc.halls.models import WORKFLOW, AreaKind, State
from signage_svc.matters.schemas import MatterRef, PostName

StaffName = Annotated[str, Field(min_length=2, max_length=30)]


class Window(Body):
    """A window with its post. A is there; B takes over whenever A is not."""

    number: str = Field(min_length=1, max_length=8, title="窗口号", examples=["3"])
    post: PostName
    staff_a: StaffName = Field(title="A岗", examples=["王某"])
    staff_b: StaffName = Field(title="B岗", examples=["李某"])
    matters: list[UUID] = Field(default_factory=list, max_length=60, title="办理事项", description="of the catalogue")


class Area(Body):
    """A functional area; its short name hangs at its entrance."""

    name: str = Field(min_length=2, max_length=30, title="区域名称", examples=["社会保障服务区"])
    short_name: str = Field(min_length=2, max_length=8, title="简明名称", examples=["社会保障"])
    kind: AreaKind = Field(AreaKind.SERVICE, title="类别")
    location: str = Field(min_length=1, max_length=30, title="位置", examples=["大厅左侧"])
    windows: list[Window] = Field(default_factory=list, max_length=30, title="窗口")


class HallPlan(Body):
    """The hall as it is laid out; it replaces what was there before."""

    name: str = Field(min_length=2, max_length=60, title="名称", examples=["青石镇综合服务大厅"])
    at_party_centre: bool = Field(default=False, title="设在党群服务中心")
    address: str = Field(min_length=2, max_length=200, title="地址", examples=["青石镇人民路1号"])
    hours: str = Field(min_length=2, max_length=100, title="服务时间", examples=["工作日 9:00—17:00"])
    phone: str | None = Field(None, max_length=40, title="电话", examples=["0999-1234567"])
    areas: list[Area] = Field(min_length=1, max_length=24, title="功能区域")


class HallEntry(HallPlan):
    """A hall to enter."""

    region: str = Field(
        pattern=r"^\d{12}$", title="行政区划", description="the township's or village's 12-digit code",
        examples=["990101001000"],
    )  # fmt: skip


class HallReason(Body):
    """Why."""

    reason: str = Field(min_length=2, max_length=500)


class HallView(ResourceView):
    """A hall with its plan."""

    table_title = "综合服务大厅"
    workflow = WORKFLOW

    code: str = Field(title="编码", description="leads to the page of the hall")
    region: RegionCode = Field(title="行政区划")
    state: State = Field(title="状态")
    name: str = Field(title="名称")
    at_party_centre: bool = Field(title="设在党群服务中心")
    address: str = Field(title="地址")
    hours: str = Field(title="服务时间")
    phone: str | None = Field(title="电话")
    areas: list[Area] = Field(title="功能区域")
    reason: str | None = Field(title="说明")
    created_at: datetime = Field(title="设立时间")
    updated_at: datetime = Field(title="更新时间")


class PublicWindow(View):
    """A window as it is announced in the hall."""

    number: str
    post: str
    staff_a: str
    staff_b: str
    matters: list[MatterRef]


class PublicArea(View):
    """An area with its windows."""

    name: str
    short_name: str
    location: str
    windows: list[PublicWindow]


class PublicBoard(View):
    """A board that hangs in a village, as the ledger has it."""

    name: str
    placement: Placement


class PublicPlace(View):
    """What a code leads to: the one on a hall's sign, or on a village's notice board."""

    code: str
    kind: Annotated[Literal["hall", "village"], named(hall="服务大厅", village="村公示栏")]
    name: str
    region: str
    region_name: str
    in_use: bool = Field(description="false: the hall is closed, or the village is no more; nothing is reported")
    address: str | None = None
    hours: str | None = None
    phone: str | None = None
    areas: list[PublicArea] = Field(default_factory=list)
    boards: list[PublicBoard] = Field(default_factory=list)
