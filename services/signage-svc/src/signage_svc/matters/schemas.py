"""Bodies and views of service matters."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import Body, ResourceView, View

from signage_svc.matters.models import WORKFLOW

Line = Annotated[str, Field(min_length=1, max_length=200)]
PostName = Annotated[
    str, Field(min_length=2, max_length=30, title="综合性服务岗位", examples=["社会保障岗"])
]  # fmt: skip


class Guide(Body):
    """What people have to know (办事指南)."""

    title: str = Field(min_length=2, max_length=100, title="事项名称", examples=["城乡居民基本养老保险参保登记"])
    post: PostName
    materials: list[Line] = Field(
        max_length=30, title="所需材料", description="none is an answer too", examples=[["居民身份证"]]
    )
    steps: list[Line] = Field(min_length=1, max_length=20, title="办理步骤", examples=[["窗口受理", "当场办结"]])
    place: str = Field(min_length=2, max_length=200, title="办理地点", examples=["青石镇综合服务大厅3号窗口"])
    hours: str = Field(min_length=2, max_length=100, title="办理时间", examples=["工作日 9:00—17:00"])
    phone: str | None = Field(None, max_length=40, title="咨询电话", examples=["0999-1234567"])
    workdays: int = Field(ge=0, le=365, title="承诺时限(工作日)", description="working days; 0 is at once")
    fee: str = Field("不收费", min_length=2, max_length=100, title="收费")
    basis: str = Field(min_length=2, max_length=300, title="依据", examples=["社会保险法第20条"])


class MatterEntry(Guide):
    """A matter to enter in the catalogue."""

    region: str = Field(
        pattern=r"^\d{6}(000|\d{3})000$", title="行政区划", description="the county's or township's 12-digit code",
        examples=["990101001000"],
    )  # fmt: skip


class MatterReason(Body):
    """Why."""

    reason: str = Field(min_length=2, max_length=500)


class ServiceMatterView(ResourceView):
    """A matter of the catalogue."""

    table_title = "一门式服务事项目录"
    workflow = WORKFLOW

    code: str = Field(title="指南编码", description="leads to the page of the guide")
    region: RegionCode = Field(title="行政区划")
    title: str = Field(title="事项名称")
    post: str = Field(title="综合性服务岗位")
    materials: list[str] = Field(title="所需材料")
    steps: list[str] = Field(title="办理步骤")
    place: str = Field(title="办理地点")
    hours: str = Field(title="办理时间")
    phone: str | None = Field(title="咨询电话")
    workdays: int = Field(title="承诺时限(工作日)")
    fee: str = Field(title="收费")
    basis: str = Field(title="依据")
    reason: str | None = Field(title="说明")
    created_at: datetime = Field(title="公布时间")
    updated_at: datetime = Field(title="更新时间")


class PublicGuide(View):
    """A guide as anybody reads it."""

    code: str
    title: str
    region_name: str
    offered: bool = Field(description="false: the matter is not handled any more")
    post: str
    materials: list[str]
    steps: list[str]
    place: str
    hours: str
    phone: str | None
    workdays: int
    fee: str
    basis: str
    updated_at: datetime


class PublicOffer(View):
    """A matter in the list that anybody reads; its guide says the rest."""

    table_title = "一站式服务清单"

    code: str = Field(title="指南编码")
    title: str = Field(title="事项名称")
    post: str = Field(title="综合性服务岗位")
    place: str = Field(title="办理地点")
    hours: str = Field(title="办理时间")
    workdays: int = Field(title="承诺时限(工作日)")


class PublicCatalogue(View):
    """What is handled for a place (一站式服务清单), the matters of a post beside each other."""

    region: str
    region_name: str
    items: list[PublicOffer]


class MatterRef(View):
    """A matter by its name and the code of its guide."""

    id: UUID
    code: str
    title: str
