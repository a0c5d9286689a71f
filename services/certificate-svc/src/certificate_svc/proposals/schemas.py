"""Bodies and views of proposals."""

from datetime import date, datetime
from typing import Self

from countykit.directory import DepartmentCode, RegionCode
from countykit.identity import Caller
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body, ResourceView, View

from certificate_svc.items.schemas import ItemUse
from certificate_svc.proposals.models import WORKFLOW, Change, Proposal


class ProposedItem(ItemUse):
    """An item as it shall stand on the county's list."""

    aliases: list[str] = Field([], max_length=20)
    category: str = Field("其他", min_length=1, max_length=100, examples=["户籍"])
    legal_basis: str | None = Field(None, min_length=2, max_length=500, examples=["公证法第11条"])
    requested_by: str | None = Field(None, min_length=2, max_length=200, examples=["公证机构"])
    issuing_body: str | None = Field(None, min_length=2, max_length=200, examples=["村民委员会"])
    guide: str | None = Field(None, min_length=2, max_length=4000, examples=["持身份证、户口簿到村便民服务站办理"])
    days: int | None = Field(None, ge=1, le=60, description="working days")
    issue_instead: str | None = Field(
        None, min_length=2, max_length=500, description="who handles what villages no longer issue"
    )
    exception: str | None = Field(None, min_length=2, max_length=500)
    public_interest: bool = Field(default=False, description="needs a deliberation record (CER-03)")
    second_person: bool = Field(default=False, description="another person approves the checked facts")

    def missing(self) -> list[str]:
        """Which of the marks of CER-01 are absent."""
        marks = ("legal_basis", "requested_by", "issuing_body", "guide", "days")
        return [name for name in marks if getattr(self, name) is None]


class ProposalBody(Body):
    """A change of the county's list: an item admitted or forbidden, or one taken off it."""

    change: Change
    code: str = Field(
        pattern=r"^[A-Z][A-Z0-9]{1,19}$", examples=["QS01"],
        description="of the catalogue, or of the county's own; it stands in the numbers of certificates",
    )  # fmt: skip
    name: str = Field(min_length=2, max_length=200, examples=["宅基地使用情况证明"])
    item: ProposedItem | None = Field(None, description="needed unless the item is withdrawn")
    grounds: str = Field(
        min_length=2, max_length=1000, description="why", examples=["不动产登记需要村级核实宅基地来源"]
    )
    effective_from: date | None = Field(None, description="the day of the publication unless given")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.item is None) != (self.change is Change.WITHDRAW):
            raise PydanticCustomError("item", "列入清单须填写事项内容，移出清单不填")
        return self


class ProposalReason(Body):
    """Why a proposal goes back."""

    reason: str = Field(min_length=2, max_length=500)


class ProposalView(ResourceView):
    """A proposal as it is shown."""

    table_title = "证明事项清单草案"
    workflow = WORKFLOW

    region: RegionCode = Field(title="县(市、区)")
    department: DepartmentCode | None = Field(title="提出机构")
    change: Change = Field(title="变更")
    code: str = Field(title="事项编码")
    name: str = Field(title="事项名称")
    content: ProposedItem | None = Field(title="事项内容")
    grounds: str = Field(title="理由")
    effective_from: date | None = Field(title="生效日期")
    round: int = Field(title="提交轮次")
    reason: str | None = Field(title="退回原因")
    edition: int | None = Field(title="清单版次")
    published_on: date | None = Field(title="公布日期")
    created_at: datetime = Field(title="登记时间")

    @classmethod
    def opened(cls, proposal: Proposal, caller: Caller) -> "ProposalView":
        """The view, with the actions open to this caller."""
        values = {**proposal.model_dump(warnings=False), "content": proposal.content or None}
        return cls.model_validate({**values, "allowed_actions": cls.offers(proposal, caller)})


class ListedItem(View):
    """An item as everybody may read it."""

    code: str = Field(title="事项编码")
    name: str = Field(title="事项名称")
    legal_basis: str = Field(title="依据")
    requested_by: str | None = Field(title="索要单位")
    demanders: list[str] = Field(title="限定索要单位")
    purposes: list[str] = Field(title="限定用途")
    issuing_body: str | None = Field(title="开具单位")
    guide: str | None = Field(title="办理指南")
    days: int | None = Field(title="办理时限(工作日)")
    issue_instead: str | None = Field(title="应由谁办理")
    exception: str | None = Field(title="例外情形")
    effective_from: date = Field(title="生效日期")


class PublicList(View):
    """The county's list: what villages issue, and what nobody may ask of them."""

    region: RegionCode = Field(title="县(市、区)")
    edition: int = Field(title="版次", description="how many times it was published; 0 for the nationwide list alone")
    published_on: date | None = Field(title="公布日期")
    on: date = Field(title="查询日期")
    allowed: list[ListedItem] = Field(title="可出具事项")
    forbidden: list[ListedItem] = Field(title="不得要求事项")
