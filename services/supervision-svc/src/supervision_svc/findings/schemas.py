"""Bodies of the finding routes."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from contracts.parts import SERVICES
from contracts.titles import coded, named
from contracts.words import Action, Grade
from countykit.directory import RegionCode
from countykit.identity import Caller
from countykit.objections import ObjectionView
from pydantic import Field
from servicekit.bodies import Body, ResourceView, View

from supervision_svc.clauses import Level
from supervision_svc.demands import flags
from supervision_svc.findings.models import WORKFLOW, Finding

ClauseCode = Annotated[str, Field(pattern=r"^[A-Z]{3}-\d{2}$", description="a shipped rule", examples=["PLQ-01"])]
Evidence = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=300)]],
    Field(
        max_length=20,
        description="references to files or records; supplied by the person who checks, never by a village",
    ),
]


class SourceResource(Body):
    """The record of another service that a finding is about."""

    service: Annotated[
        Literal["checklist", "signage", "report", "certificate", "supervision"],
        coded("service", "系统", **{service.name: service.title_zh for service in SERVICES}),
    ]
    collection: str = Field(pattern=r"^[a-z][a-z_-]{1,39}$", examples=["plaques"])
    id: UUID


class FindingRecord(Body):
    """Something wrong that a visit found."""

    concerns: Annotated[Literal["village", "township"], named(village="村（社区）", township="乡镇")] = Field(
        "village", description="who is at fault: the finding's region"
    )
    action: Action
    grade: Grade
    description: str = Field(min_length=2, max_length=1000)
    clause: ClauseCode
    evidence: Evidence = Field(default_factory=list)
    source: SourceResource | None = None


class ClauseView(View):
    """A shipped rule that a finding may cite."""

    table_title = "减负规则"

    code: str = Field(title="编号")
    category: str = Field(title="类别")
    name: str = Field(title="规则")
    source: str = Field(validation_alias="law", title="依据", description="law and published rules only")
    level: Level = Field(title="依据层级", description="how far the document reaches that the rule rests on")
    provenance: str = Field(title="来源核对", description="`general-knowledge`: not verified in its source")


class FindingReopening(Body):
    """Why a closed finding is open again."""

    reason: str = Field(min_length=2, max_length=500)


class FindingSettlement(Body):
    """How something light was put right while those who came were there (现场会商、现场解决)."""

    measures: str = Field(min_length=4, max_length=1000, title="现场解决情况")
    agreed_with: list[Annotated[str, Field(min_length=2, max_length=60)]] = Field(
        min_length=1, max_length=10, title="会商单位", description="posts or bodies that agreed on the spot"
    )
    witness: str = Field(min_length=2, max_length=30, title="另一名在场检查人员")


class FindingView(ObjectionView, ResourceView):
    """A finding as it is shown."""

    table_title = "问题"
    workflow = WORKFLOW

    region: RegionCode = Field(title="行政区划")
    visit_id: UUID = Field(title="检查编号")
    action: Action = Field(title="减负行动")
    grade: Grade = Field(title="等级")
    description: str = Field(title="问题")
    clause: str = Field(title="依据")
    evidence: list[str] = Field(title="佐证")
    source: SourceResource | None = Field(title="关联记录")
    reason: str | None = Field(title="说明")
    settlement: dict[str, Any] | None = Field(title="现场解决")
    settled_on: date | None = Field(title="现场解决日期")
    flags: list[str] = Field(default=[], title="用语提醒", description="words that sound like a demand")
    created_at: datetime = Field(title="登记时间")

    @classmethod
    def of(cls, row: Finding, caller: Caller) -> Self:
        """The view, with what its words sound like."""
        view = super().of(row, caller)
        view.flags = flags(row.description)
        return view
