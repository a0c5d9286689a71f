"""Facts of supervision-svc about the yearly plan of inspections, assessments and research visits."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Audience, Event
from contracts.titles import TitledEnum
from contracts.words import Count


class PlanKind(TitledEnum, name="plan_kind", title_zh="督检考类别"):
    """What a body goes to villages for."""

    INSPECTION = "inspection", "监督检查"
    SUPERVISION = "supervision", "政府督查"
    ASSESSMENT = "assessment", "考核"
    RESEARCH = "research", "调研"
    OBSERVATION = "observation", "观摩学习"


PlanYear = Annotated[int, Field(ge=2000, le=2200, examples=[2026])]
Single = Annotated[bool, Field(description="one matter, one approval (一事一报), beside or instead of the yearly plan")]


class _PlanFact(Event):
    """What each fact about an entry says. Neither its days nor its places: unannounced visits stay unannounced."""

    collection: ClassVar[str] = "plan-entries"

    year: PlanYear
    kind: PlanKind
    single: Single
    number: Annotated[
        str | None, Field(max_length=30, examples=["JH990101-2026-0007"], description="from its approval on")
    ] = None
    bodies: list[Annotated[str, Field(max_length=60, examples=["D101"])]] = Field(
        default_factory=list,
        max_length=100,
        description="codes of the bodies that go by it, the one that filed it first",
    )


class PlanEntryFiled(_PlanFact):
    """A body filed an inspection, assessment or research visit (INS-01, INS-12). Region is where the body belongs."""

    type: ClassVar[str] = "supervision.plan.filed.v1"
    title_zh: ClassVar[str] = "申报督检考计划"
    audience: ClassVar[Audience] = Audience.COUNTY


class PlanEntryReviewed(_PlanFact):
    """The county office passed an entry on to the approver."""

    type: ClassVar[str] = "supervision.plan.reviewed.v1"
    title_zh: ClassVar[str] = "督检考计划通过初审"
    audience: ClassVar[Audience] = Audience.COUNTY


class PlanEntryReturned(_PlanFact):
    """The office or the approver gave an entry back to its body."""

    type: ClassVar[str] = "supervision.plan.returned.v1"
    title_zh: ClassVar[str] = "退回督检考计划"
    audience: ClassVar[Audience] = Audience.COUNTY


class PlanEntryGrounded(_PlanFact):
    """A body stated the admission number or law that its entry had lacked."""

    type: ClassVar[str] = "supervision.plan.grounded.v1"
    title_zh: ClassVar[str] = "补充督检考计划依据"
    audience: ClassVar[Audience] = Audience.COUNTY


class PlanEntryMerged(_PlanFact):
    """An entry goes together with another one: the bodies visit once, together (INS-05)."""

    type: ClassVar[str] = "supervision.plan.merged.v1"
    title_zh: ClassVar[str] = "合并督检考计划"
    audience: ClassVar[Audience] = Audience.COUNTY


class PlanEntryJoined(_PlanFact):
    """Another body's entry goes together with this one."""

    type: ClassVar[str] = "supervision.plan.joined.v1"
    title_zh: ClassVar[str] = "增加督检考联合单位"
    audience: ClassVar[Audience] = Audience.COUNTY


class PlanEntryApproved(_PlanFact):
    """The approver, another person than those who filed and reviewed it, approved an entry."""

    type: ClassVar[str] = "supervision.plan.approved.v1"
    title_zh: ClassVar[str] = "批准督检考计划"
    audience: ClassVar[Audience] = Audience.COUNTY


class PlanEntryPublished(_PlanFact):
    """An entry is in force: visits may name it."""

    type: ClassVar[str] = "supervision.plan.published.v1"
    title_zh: ClassVar[str] = "公布督检考计划"
    audience: ClassVar[Audience] = Audience.COUNTY


class PlanEntryCancelled(_PlanFact):
    """An entry that was approved or in force is not carried out."""

    type: ClassVar[str] = "supervision.plan.cancelled.v1"
    title_zh: ClassVar[str] = "取消督检考计划"
    audience: ClassVar[Audience] = Audience.COUNTY


class PlanEntrySuperseded(_PlanFact):
    """An entry in force was replaced by one that was approved by itself (一事一报)."""

    type: ClassVar[str] = "supervision.plan.superseded.v1"
    title_zh: ClassVar[str] = "变更督检考计划"
    audience: ClassVar[Audience] = Audience.COUNTY


class YearlyPlanPublished(Event):
    """A county published its plan of a year; changes need an approval each from now on. Region is the county."""

    type: ClassVar[str] = "supervision.plan.year_published.v1"
    title_zh: ClassVar[str] = "公布年度督检考计划"
    collection: ClassVar[str] = "yearly-plans"
    audience: ClassVar[Audience] = Audience.READERS

    year: PlanYear
    entries: Count
