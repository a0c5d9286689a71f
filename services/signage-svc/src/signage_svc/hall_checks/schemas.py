"""Bodies and views of checks of service places."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from contracts.service_places import HallDetail
from countykit.directory import RegionCode
from countykit.objections import ContestedView
from pydantic import Field
from servicekit.bodies import Body, ResourceView

from signage_svc.hall_checks.models import WORKFLOW, State


class HallCheckEntry(Body):
    """What an inspector saw. Photos are the inspector's own, added to the check."""

    hall_id: UUID
    checked_on: Annotated[date, Field(description="not in the future")]
    offices_together: bool = Field(title="集中办公")
    convenient: bool = Field(title="方便群众")
    honours_together: bool = Field(title="荣誉集中展陈")
    note: str | None = Field(
        None, min_length=2, max_length=500, title="看到的情况", examples=["荣誉牌分散在三间办公室"]
    )


class HallCheckReason(Body):
    """Why a check is taken back."""

    reason: str = Field(min_length=2, max_length=500)


class HallCheckView(ContestedView, ResourceView):
    """A check as it is shown."""

    table_title = "服务场所核查"
    workflow = WORKFLOW

    region: RegionCode = Field(title="行政区划")
    state: State = Field(title="状态")
    hall_id: UUID = Field(title="服务大厅编号")
    hall_name: str = Field(title="服务大厅")
    checked_on: date = Field(title="核查日期")
    offices_together: bool = Field(title="集中办公")
    convenient: bool = Field(title="方便群众")
    honours_together: bool = Field(title="荣誉集中展陈")
    met: bool = Field(title="三项均达标")
    missed: list[HallDetail] = Field(title="不达标细节")
    note: str | None = Field(title="看到的情况")
    created_at: datetime = Field(title="登记时间")
