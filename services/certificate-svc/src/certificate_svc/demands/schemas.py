"""Bodies of the demand routes."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from countykit.directory import DepartmentCode, RegionCode
from countykit.identity import Caller, Role
from countykit.joining import JUDGES, DayOfAct
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body, ResourceView, View

from certificate_svc.demands.models import WORKFLOW, Demand, Kind, Outcome
from certificate_svc.items.codes import ItemCode

KEY_LENGTH = 16
"""A shorter key may be guessed, and opens nothing."""


class Demander(Body):
    """Who demands the certificate: a department of the directory, or any other body by name."""

    name: str | None = Field(None, min_length=2, max_length=100, examples=["青山县农村商业银行"])
    department: str | None = Field(None, min_length=1, max_length=60, examples=["GA"])

    @model_validator(mode="after")
    def _named(self) -> Self:
        if self.name is None and self.department is None:
            raise PydanticCustomError("missing", "索要单位须填写名称或机构代码")
        return self


class DemandBody(Body):
    """What was demanded of a villager, by the item's code or in the demander's words; nobody applies for anything."""

    item: str | None = Field(None, min_length=1, max_length=60, examples=["FC05"])
    name: str | None = Field(
        None, min_length=2, max_length=200, examples=["无犯罪记录证明"], description="no personal data"
    )
    demander: Demander
    demanded_on: DayOfAct | None = Field(None, description="not in the future; today when left out")
    written: str | None = Field(
        None, min_length=2, max_length=500, examples=["《贷款资料清单》第3项"],
        description="the paper in which it is demanded, as it names itself",
    )  # fmt: skip
    anonymous: bool = Field(default=False, description="keep neither the reporter nor the village")

    @model_validator(mode="after")
    def _one_way_to_name_it(self) -> Self:
        if (self.item is None) == (self.name is None):
            raise PydanticCustomError("item_or_name", "事项编码和事项名称须填写其中一项")
        return self


class DemandChargeBody(Body):
    """On what ground the record becomes a charge."""

    written: str | None = Field(
        None, min_length=2, max_length=500, examples=["《贷款资料清单》第3项"],
        description="the demander's paper; needed unless another village recorded the same within 30 days",
    )  # fmt: skip


class DemandClassification(Body):
    """Which item an unlisted demand is."""

    item: str | None = Field(
        None, min_length=1, max_length=60, examples=["FC05"], description="forbidden on the demand's day; null for none"
    )


class DemandCode(Body):
    """The key of an anonymous record, which only its reporter knows."""

    code: str = Field(
        min_length=KEY_LENGTH, max_length=200, title="查询码", examples=["MZXW-6YTB-OI4D-QMJS"],
        description="the Idempotency-Key of the report; blanks, hyphens and small letters do not matter",
    )  # fmt: skip


class DemandStanding(View):
    """What became of a demand, for whoever has its code: no place, and nothing of who said so."""

    table_title = "索要办理进展"

    item_name: str = Field(title="事项名称")
    demander: str = Field(title="索要单位")
    demanded_on: date = Field(title="日期")
    outcome: Outcome = Field(title="办理进展")


class DemandView(ResourceView):
    """A demand as it is shown."""

    table_title = "索要证明记录"
    workflow = WORKFLOW

    region: RegionCode = Field(title="村(社区)")
    kind: Kind = Field(title="索要事项类别")
    item_code: str | None = Field(title="事项编码")
    item_name: str = Field(title="事项名称")
    likely_item: ItemCode | None = Field(title="可能事项", description="what it sounds like; advice, decided by people")
    classified_on: date | None = Field(title="归类日期")
    demander: str = Field(title="索要单位")
    department: DepartmentCode | None = Field(title="机构代码")
    charged_home: RegionCode | None = Field(title="归属区划")
    demanded_on: date = Field(title="日期")
    written: str | None = Field(title="书面要求")
    anonymous: bool = Field(title="匿名")
    reported_by: str | None = Field(title="反映人", description="null for others than the office and the reporter")
    application_id: UUID | None = Field(title="申请编号")
    charge_id: UUID | None = Field(title="认定编号")
    letter_id: UUID | None = Field(title="函件编号", description="null for who may not read letters")
    outcome: Outcome = Field(Outcome.RECORDED, title="办理进展")
    created_at: datetime = Field(title="登记时间")

    @classmethod
    def of(cls, demand: Demand, caller: Caller) -> Self:
        """The view, fitted to its reader."""
        view = super().of(demand, caller)
        if Role.COUNTY_OFFICE not in caller.roles and demand.reported_by != caller.sub:
            view.reported_by = None
        if not caller.roles & JUDGES:
            view.letter_id = None
        return view


class DemanderCount(View):
    """How often one body demanded forbidden certificates, in all and per item."""

    table_title = "索要证明统计"

    demander: str = Field(title="索要单位")
    department: DepartmentCode | None = Field(title="机构代码")
    charged_home: RegionCode | None = Field(title="归属区划")
    demands: int = Field(title="次数")
    items: dict[str, int] = Field(title="事项", description="by code; what no list knows under `unlisted`")


class DemandStatistics(View):
    """The bodies that demanded, the busiest first; always whole."""

    items: list[DemanderCount]
    least: int = Field(title="最少次数", description="bodies with fewer demands are left out for this reader")
