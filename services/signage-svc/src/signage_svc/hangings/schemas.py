"""Bodies and views of hanging requests."""

from datetime import datetime
from typing import Annotated, Literal

from contracts.signage import Placement
from contracts.titles import named
from countykit.directory import DepartmentCode, RegionCode
from countykit.numbers import GroundedView, NumberShown
from pydantic import Field
from servicekit.bodies import Body, DecisionBody, ResourceView

from signage_svc.hangings.models import WORKFLOW, State
from signage_svc.plaques.schemas import BoardName
from signage_svc.specs.codes import SpecCode


class HangingEntry(Body):
    """The board that a body asks for."""

    region: str = Field(
        pattern=r"^\d{12}$", title="挂牌地", description="12-digit code of the village or township",
        examples=["990101001201"],
    )  # fmt: skip
    name: BoardName = Field(title="牌子名称")
    placement: Placement = Field(title="位置")
    purpose: str = Field(min_length=5, max_length=500, title="用途", description="what people find behind the board")
    basis: str = Field(min_length=2, max_length=300, title="依据", examples=["中华人民共和国退役军人保障法第8条"])
    admission: NumberShown | None = Field(
        None, title="准入编号", description="of the admitted task that it serves, if there is one"
    )


class HangingDecision(DecisionBody):
    """What the county office decides."""

    decision: Annotated[Literal["granted", "rejected"], named(granted="准予", rejected="不予")] = Field(title="决定")
    spec: str | None = Field(
        None, max_length=20, title="一览表编号", description="the row, where the words of the name leave a doubt"
    )


class HangingReason(Body):
    """Why."""

    reason: str = Field(min_length=2, max_length=500)


class HangingRequestView(GroundedView, ResourceView):
    """A request as it is shown."""

    table_title = "挂牌申请"
    workflow = WORKFLOW

    region: RegionCode = Field(title="挂牌地")
    state: State = Field(title="状态")
    department: DepartmentCode = Field(title="申请机构")
    name: str = Field(title="牌子名称")
    placement: Placement = Field(title="位置")
    purpose: str = Field(title="用途")
    basis: str = Field(title="依据")
    spec: SpecCode | None = Field(title="一览表编号", description="null: the words leave a doubt")
    number: str | None = Field(title="准予编号")
    reason: str | None = Field(title="审批意见")
    created_at: datetime = Field(title="申请时间")
