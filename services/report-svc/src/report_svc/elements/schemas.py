"""Bodies of the data element routes."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from contracts.data_elements import ElementStatus
from countykit.directory import DepartmentCode, RegionCode
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body, ResourceView, View

from report_svc.elements.kinds import Kind, normalised
from report_svc.elements.models import WORKFLOW, Refresh, RelationLevel, Sensitivity
from report_svc.elements.relations import CODE, RULE

ElementCode = Annotated[str, Field(pattern=f"^{CODE}$", examples=["E007"])]
Name = Annotated[str, Field(min_length=1, max_length=60)]
Reason = Annotated[str, Field(min_length=2, max_length=500)]


class ElementRelation(Body):
    """A relation to other elements of the same village: `E005<=E004`, `E011+E012=E006`, `prev(…)` the period before."""

    rule: str = Field(pattern=RULE, max_length=200, examples=["E005<=E004"])
    level: RelationLevel


class ElementContent(Body):
    """What an element is, in which unit, within which bounds, and who has it already."""

    name: Name = Field(examples=["常住人口"])
    synonyms: list[Name] = Field(default=[], max_length=40)
    category: str = Field(min_length=1, max_length=30, examples=["基本情况"])
    definition: str = Field(min_length=2, max_length=500)
    unit: str | None = Field(None, min_length=1, max_length=20, examples=["人"])
    kind: Kind
    decimals: int | None = Field(None, ge=0, le=6)
    minimum: float | None = Field(None, allow_inf_nan=False)
    maximum: float | None = Field(None, allow_inf_nan=False)
    greatest_change: float | None = Field(
        None, gt=1, le=1000, description="for numbers: how many times more or less than the period before is asked back"
    )
    choices: list[Name] = Field(default=[], max_length=100, description="for text: the only values")
    source: str = Field(min_length=2, max_length=100, description="natural source: the body or system that has it")
    refresh: Refresh
    sensitivity: Sensitivity = Sensitivity.INTERNAL
    typed_by_village: bool = Field(default=False, description="nobody else has it: a village has to type it")
    village_forms: bool = Field(default=True, description="whether it may stand in a form for villages at all")
    sums_over_villages: bool = Field(default=False, description="whether a township's value is the sum of its villages")
    relations: list[ElementRelation] = Field(default=[], max_length=20)

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if len({normalised(name) for name in (self.name, *self.synonyms)}) < 1 + len(self.synonyms):
            raise PydanticCustomError("synonym_repeated", "同义词有重复，或与名称相同")
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise PydanticCustomError("bounds_crossed", "最小值大于最大值")
        number = self.kind in (Kind.COUNT, Kind.QUANTITY, Kind.PERCENT)
        of_numbers = (self.minimum, self.maximum, self.greatest_change)
        if not number and (self.sums_over_villages or any(each is not None for each in of_numbers)):
            raise PydanticCustomError("not_a_number", "只有数值类的数据元才有上下限、变动倍数和合计")
        if self.choices and self.kind is not Kind.TEXT:
            raise PydanticCustomError("choices_of_numbers", "只有文字类的数据元才有可选值")
        return self


class ElementProposal(ElementContent):
    """An element for the county's dictionary; a department proposes, the county office records."""

    code: ElementCode
    steward: str | None = Field(None, max_length=60, description="the body that answers for its meaning")


class ElementRevision(ElementContent):
    """The whole content of the new edition, and why."""

    reason: Reason


class ElementReason(Body):
    """Why a step is taken."""

    reason: Reason


class ElementStewardship(Body):
    """Which body answers for the element from now on; null for none."""

    steward: str | None = Field(max_length=60)
    reason: Reason


class ElementMerger(Body):
    """Into which element this one is merged, and why they are one."""

    into: ElementCode
    reason: Reason


class ElementSummary(ResourceView):
    """An element as lists show it."""

    table_title = "数据元字典"
    workflow = WORKFLOW

    region: RegionCode = Field(title="县(市、区)")
    code: str = Field(title="编码")
    name: str = Field(title="名称")
    synonyms: list[str] = Field(title="同义词")
    category: str = Field(title="类别")
    unit: str | None = Field(title="计量单位")
    kind: Kind = Field(title="类型")
    source: str = Field(title="自然来源")
    steward: DepartmentCode | None = Field(title="责任单位")
    refresh: Refresh = Field(title="更新周期")
    sensitivity: Sensitivity = Field(title="敏感程度")
    typed_by_village: bool = Field(title="须村级填写")
    village_forms: bool = Field(title="可入村级报表")
    sums_over_villages: bool = Field(title="可按村合计")
    edition: int = Field(title="版次")
    state: ElementStatus = Field(title="登记状态")
    merged_into: str | None = Field(title="并入")
    reason: str | None = Field(title="说明")
    created_at: datetime = Field(title="登记时间")


class ElementView(ElementSummary):
    """An element with everything that it says."""

    definition: str = Field(title="定义")
    decimals: int | None = Field(title="小数位数")
    minimum: float | None = Field(title="最小值")
    maximum: float | None = Field(title="最大值")
    greatest_change: float | None = Field(title="较上期最大变动倍数")
    choices: list[str] = Field(title="可选值")
    relations: list[ElementRelation] = Field(title="关系")


class EditionView(View):
    """One edition of an element."""

    number: int
    content: dict[str, Any] = Field(description="as `ElementContent`")
    reason: str
    created_at: datetime


class ElementEditions(View):
    """The editions of an element, oldest first."""

    editions: list[EditionView]


class StarterReport(View):
    """What adopting the starter set did: what the county had already stays as the county has it."""

    added: int
    kept: int
    origin: str = Field(description="where the set comes from")


class TouchedColumn(View):
    """A column of a form that will ask for the surviving element."""

    form_id: UUID
    form: str
    title: str
    column: str
    doubled: bool = Field(description="the form has the surviving element already: one of the two columns is needless")


class MergerPreview(View):
    """What a merger would change. Nothing is stored; undoing the merger takes back exactly this."""

    element: str
    into: str
    synonyms_added: list[str]
    columns: list[TouchedColumn]
    undo_until: datetime = Field(description="the last moment to undo it, if it were merged now")
