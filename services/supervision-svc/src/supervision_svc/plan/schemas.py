"""Bodies of the routes of the yearly plan. The titles are the column heads of the import table."""

import re
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from contracts.plans import PlanKind
from contracts.titles import named
from countykit.directory import DepartmentCode, RegionCode
from countykit.numbers import GroundedView, NumberShown
from pydantic import BeforeValidator, Field
from servicekit.bodies import Body, DecisionBody, ResourceView, View
from servicekit.tabular import ImportReport

from supervision_svc.plan.conflicts import ConflictKind
from supervision_svc.plan.models import WORKFLOW

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_SEPARATORS = re.compile(r"[\s,，、;；]+")


def _day(value: object) -> object:
    """Spreadsheets write 2024/5/1 and 2024年5月1日 too."""
    written = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    return "{}-{:0>2}-{:0>2}".format(*written.groups()) if written else value


def _codes(value: object) -> object:
    """A cell holds several codes behind each other."""
    return [code for code in _SEPARATORS.split(value) if code] if isinstance(value, str) else value


PlanDay = Annotated[date, BeforeValidator(_day)]
Place = Annotated[str, Field(pattern=r"^\d{12}$", examples=["990101001201"])]
Reason = Annotated[str, Field(min_length=2, max_length=500)]


class PlanFiling(Body):
    """An inspection, assessment or research visit that a body plans (INS-01, INS-12)."""

    department: str = Field(min_length=1, max_length=60, title="单位代码", description="the body that goes")
    year: int = Field(ge=2000, le=2200, title="计划年度")
    kind: PlanKind = Field(title="类别")
    comprehensive: bool = Field(default=False, title="综合性", description="covers several fields of work (INS-03)")
    title: str = Field(min_length=2, max_length=100, title="名称")
    content: str = Field(min_length=4, max_length=1000, title="内容", description="what is looked at")
    subject: str = Field(min_length=2, max_length=200, title="对象", description="who or what is looked at")
    places: list[Place] = Field(
        min_length=1, max_length=1000, title="范围(区划代码)", description="villages, townships or the county"
    )
    starts_on: PlanDay = Field(title="开始日期")
    ends_on: PlanDay = Field(title="结束日期", description="at most seven days with the first: it says when it comes")
    quota: int = Field(ge=1, le=10_000, title="到村次数", description="how many visits to villages in all")
    basis: str = Field(min_length=4, max_length=300, title="依据", description="the law or document behind it")
    admission: NumberShown | None = Field(
        None, title="准入编号", description="of the admitted task that is looked at, where no law is named"
    )
    mandate: str | None = Field(
        None, min_length=4, max_length=200, title="指定或同意文件",
        description="supervision: the government's order (INS-13); observation: the consent (INS-15)",
    )  # fmt: skip
    announced: bool = Field(title="事先告知", description="villages see it when published; else quota and quarter only")
    justification: str | None = Field(
        None, min_length=4, max_length=500, title="一事一报理由", description="why it comes beside the yearly plan"
    )
    replaces: str | None = Field(
        None, max_length=30, title="变更的计划编号", description="the entry in force that it is instead of"
    )


class PlanRow(PlanFiling):
    """A row of an import table: the places stand in one cell."""

    places: Annotated[list[Place], BeforeValidator(_codes)] = Field(
        min_length=1, max_length=1000, title="范围(区划代码)"
    )


class PlanReview(DecisionBody):
    """What the office makes of an entry."""

    decision: Annotated[Literal["accepted", "returned"], named(accepted="通过", returned="退回")] = Field(title="决定")
    reason: Reason = Field(title="理由", description="why; what has to be mended if it goes back")


class PlanApproval(DecisionBody):
    """What the approver decides."""

    decision: Annotated[Literal["approved", "returned"], named(approved="批准", returned="退回")] = Field(title="决定")
    exception: str | None = Field(
        None, min_length=4, max_length=500, description="why a body gets a second comprehensive inspection (INS-03)"
    )


class PlanMerger(Body):
    """With which other entry this one goes together."""

    into: UUID = Field(title="并入的计划", description="the entry that stays; its bodies go together")
    note: Reason


class PlanReason(Body):
    """Why an entry is not carried out."""

    note: Reason


class YearToPublish(Body):
    """Which plan goes out."""

    year: int = Field(ge=2000, le=2200)


class PlanEntryView(GroundedView, ResourceView):
    """An entry as it is shown."""

    table_title = "督检考计划"
    workflow = WORKFLOW

    number: str | None = Field(title="计划编号")
    department: DepartmentCode = Field(title="单位")
    joint: list[str] = Field(title="联合单位")
    region: RegionCode = Field(title="单位所属")
    year: int = Field(title="计划年度")
    kind: PlanKind = Field(title="类别")
    comprehensive: bool = Field(title="综合性")
    title: str = Field(title="名称")
    content: str = Field(title="内容")
    subject: str = Field(title="对象")
    places: list[str] = Field(title="范围")
    starts_on: date = Field(title="开始日期")
    ends_on: date = Field(title="结束日期")
    quota: int = Field(title="到村次数")
    basis: str = Field(title="依据")
    mandate: str | None = Field(title="指定或同意文件")
    announced: bool = Field(title="事先告知")
    single: bool = Field(title="一事一报")
    justification: str | None = Field(title="一事一报理由")
    replaces: str | None = Field(title="变更的计划编号")
    flags: list[ConflictKind] = Field(title="冲突提示", description="found when it was filed; see its conflicts")
    note: str | None = Field(title="办理意见")
    exception: str | None = Field(title="综合性特批理由")
    merged_into: UUID | None = Field(title="并入计划")
    published_at: datetime | None = Field(title="公布时间")
    created_at: datetime = Field(title="申报时间")


class ConflictingEntry(View):
    """Another entry that a finding is about. A body learns of unannounced entries of others only that there is one."""

    id: UUID | None = None
    number: str | None = None
    department: DepartmentCode | None = None
    title: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    announced: bool


class PlanConflictView(View):
    """One finding about an entry: advice with the rule, its source and what it was seen by."""

    table_title = "计划冲突"

    kind: ConflictKind = Field(title="冲突")
    rule: str = Field(title="规则")
    detail: str = Field(title="说明")
    law: str = Field(title="依据")
    entries: list[ConflictingEntry] = Field(title="涉及计划")
    places: list[str] = Field(title="地点", description="the first 20")
    days: list[date] = Field(title="日期", description="days, or Mondays of weeks")
    words: list[str] = Field(title="依据的词语")
    likeness: float | None = Field(title="相似度", description="0 to 1: share of common pairs of characters")


class PlanQuota(View):
    """How many unannounced visits a quarter has; neither bodies nor places nor days."""

    table_title = "四不两直配额"

    year: int = Field(title="年度")
    quarter: int = Field(title="季度")
    kind: PlanKind = Field(title="类别")
    entries: int = Field(title="项数")
    visits: int = Field(title="到村次数")


class YearlyPlanView(View):
    """A county's plan of a year that is out."""

    table_title = "年度督检考计划"

    id: UUID
    version: int
    region: RegionCode = Field(title="县（市、区）")
    year: int = Field(title="年度")
    entries: int = Field(title="项数")
    published_on: date = Field(title="公布日期")


class PlanImportReport(ImportReport):
    """What an import found and stored; `flagged` rows are stored and have conflicts."""

    flagged: int
    flags: dict[str, int] = Field(description="how often each kind of conflict was found")
