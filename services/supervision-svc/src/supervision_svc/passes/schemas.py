"""Bodies of the pass routes."""

from datetime import date, datetime

from contracts.passes import PassAnswer, PassReason
from countykit.directory import DepartmentCode, RegionCode
from countykit.never_refused import Claim
from pydantic import Field, field_validator
from servicekit.bodies import Body, ResourceView, View

from supervision_svc.passes.models import CHECKS, WORKFLOW
from supervision_svc.visits.schemas import VILLAGE, VisitWarning


class PassToIssue(Body):
    """For which visit of a plan entry a pass is wanted."""

    region: str = VILLAGE
    visit_on: date = Field(description="the day on which it is valid")
    team_size: int = Field(ge=1, le=50, description="how many people go; no names are kept")
    department: str | None = Field(
        None, min_length=1, max_length=60, description="which of the bodies that go together; the caller's by default"
    )


class PassShown(Body):
    """What was shown to a village; without a pass: who came and what for."""

    shown: str | None = Field(None, min_length=4, max_length=2000, description="the scanned text, or the typed code")
    claim: Claim | None = Field(None, description="without a pass: what they say they came for")
    visitor: str | None = Field(None, min_length=1, max_length=60, description="without a pass: code of the body")


class VisitDeclined(Body):
    """How a village declined."""

    note: str | None = Field(None, min_length=2, max_length=500, description="what was said, if it matters")


class VisitPassView(ResourceView):
    """A pass as it is shown."""

    table_title = "检查通行单"
    workflow = WORKFLOW

    code: str | None = Field(title="通行单编号", description="for the body and the office only")
    number: str = Field(title="计划编号")
    department: DepartmentCode = Field(title="单位")
    region: RegionCode = Field(title="村（社区）")
    visit_on: date = Field(title="到村日期")
    team_size: int = Field(title="人数")
    announced: bool = Field(title="事先告知")
    used_at: datetime | None = Field(title="核验时间")
    warnings: list[VisitWarning] = Field(title="提醒", description="for the body and the office: it tells of others")
    created_at: datetime = Field(title="签发时间")

    @field_validator("warnings", mode="before")
    @classmethod
    def _in_words(cls, codes: list[str]) -> list[VisitWarning]:
        return [VisitWarning.of(code) for code in codes]


class PassCheckView(ResourceView):
    """What a village was told; with the plan and purpose where the pass is good."""

    table_title = "通行单核验"
    workflow = CHECKS

    region: RegionCode = Field(title="村（社区）")
    answer: PassAnswer = Field(title="结论")
    reason: PassReason = Field(title="理由")
    detail: str = Field(title="说明")
    law: str | None = Field(title="依据")
    claim: Claim | None = Field(title="来访事由")
    visitor: DepartmentCode | None = Field(title="来访单位")
    note: str | None = Field(title="谢绝说明")
    created_at: datetime = Field(title="核验时间")


class PassFound(PassCheckView):
    """The answer to a check, with what a good pass is for."""

    number: str | None = Field(None, title="计划编号")
    title: str | None = Field(None, title="计划名称")
    content: str | None = Field(None, title="内容")
    subject: str | None = Field(None, title="对象")
    team_size: int | None = Field(None, title="人数")
    quota_left: int | None = Field(None, title="剩余到村次数", description="visits of the plan without a pass as yet")


class PassStanding(View):
    """What anybody may know about a pass whose code they hold; looking does not use it."""

    reason: PassReason = Field(title="核验结果")
    number: str | None = Field(None, title="计划编号")
    department: DepartmentCode | None = Field(None, title="单位")
    region: RegionCode | None = Field(None, title="村（社区）")
    visit_on: date | None = Field(None, title="到村日期")
    team_size: int | None = Field(None, title="人数")
    title: str | None = Field(None, title="计划名称")
    content: str | None = Field(None, title="内容")


class NeverRefusedView(View):
    """A matter that no village may refuse, with its article."""

    table_title = "不得拒绝的事项"

    claim: Claim = Field(title="事项")
    law: str = Field(title="依据")
    sentence: str = Field(title="规定")
    shows: str = Field(title="应出示")
    provenance: str = Field(title="来源核对", description="`general-knowledge`: not verified in its source")
