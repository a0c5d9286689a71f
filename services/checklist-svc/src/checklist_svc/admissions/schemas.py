"""Bodies of the admission routes."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal, Self
from uuid import UUID

from contracts.titles import TitledEnum
from countykit.calendar import PROVISIONAL
from countykit.directory import DepartmentCode, RegionCode
from countykit.identity import Caller
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body, ResourceView, View
from servicekit.drafts import Patch
from wording.demands import DemandJudgement

from checklist_svc.admissions.models import WORKFLOW, Admission, Frequency, Review, Verdict

_LONGEST = timedelta(days=3 * 366)


class Application(Body):
    """What a department wants villages to do, on which basis, at which cost."""

    title: str = Field(min_length=2, max_length=200, examples=["村级防汛值守"])
    content: str = Field(min_length=2, max_length=2000)
    legal_basis: str = Field(min_length=2, max_length=500)
    starts_on: date
    ends_on: date
    frequency: Frequency
    burden_minutes: int = Field(ge=0, le=50_000, description="marginal minutes per village and month")
    entrusted: bool = Field(default=False, description="the village does the department's own work (费随事转)")
    funding_source: str | None = Field(None, min_length=2, max_length=200)
    funding_yuan: Decimal | None = Field(None, gt=0, max_digits=14, decimal_places=2)
    emergency: bool = Field(default=False, description="skips the notice of LST-03; needs a reason")
    emergency_reason: str | None = Field(None, min_length=2, max_length=500)
    drops: UUID | None = Field(None, description="the department's running admission that ends for this one (一进一出)")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.starts_on <= self.ends_on <= self.starts_on + _LONGEST:
            raise PydanticCustomError("dates_disordered", "结束日期不得早于开始日期，也不得晚于其后三年")
        return self


class ApplicationPatch(Patch, of=Application):
    """What changes in a draft."""


class Submission(Body):
    """Hand an application in; an amended one replaces what was drafted or returned."""

    application: Application | None = None


class ReviewBody(Body):
    """What a reviewing body says."""

    body: str = Field(min_length=2, max_length=60, examples=["民政局"])
    verdict: Verdict
    opinion: str = Field(min_length=2, max_length=500)


class Outcome(TitledEnum, name="admission_outcome", title_zh="准入决定"):
    """What the county office decides."""

    GRANT = "grant", "准予"
    REJECT = "reject", "不予准入"
    RETURN = "return", "退回"


class Decision(Body):
    """The county office's decision."""

    outcome: Outcome
    reason: str = Field(min_length=2, max_length=500)
    valid_until: date | None = Field(None, description="for a grant; the task's last day unless given")


class Withdrawal(Body):
    """Why an application or admission is given back."""

    reason: str = Field(min_length=2, max_length=500)


class Objection(Body):
    """Why an application that the negative list refused is lawful."""

    reason: str = Field(min_length=2, max_length=500, examples=["该责任书由省级文件明确要求签订"])


class Rejection(View):
    """Why the negative list refused the application at once: it names one of its items literally."""

    code: str
    cited_item: str
    cited_name: str
    law: str
    detail: str
    versions: dict[str, str] = Field(default={}, description="of the rules, texts and models that judged")


class Duplicate(View):
    """A running application or admission for the same matter."""

    id: UUID
    title: str
    department: DepartmentCode
    number: str | None


class BudgetYear(View):
    """The department's burden budget in a calendar year, in minutes per village."""

    year: int
    budget: int
    committed: int = Field(description="by its running admissions, without the one that is dropped")
    added: int = Field(description="by this application")


class ReviewView(View):
    """A review as it is shown."""

    round: int
    body: str
    verdict: Verdict
    opinion: str
    reviewed_at: datetime


class AdmissionView(ResourceView):
    """An application or admission as it is shown."""

    table_title = "准入申请"
    workflow = WORKFLOW

    region: RegionCode = Field(title="行政区划")
    department: DepartmentCode = Field(title="申请机构")
    title: str = Field(title="事项名称")
    content: str = Field(title="事项内容")
    legal_basis: str = Field(title="依据")
    starts_on: date = Field(title="开始日期")
    ends_on: date = Field(title="结束日期")
    frequency: Frequency = Field(title="频次")
    burden_minutes: int = Field(title="每村每月负担分钟")
    entrusted: bool = Field(title="委托事项")
    funding_source: str | None = Field(title="经费来源")
    funding_yuan: Decimal | None = Field(title="经费金额(元)")
    emergency: bool = Field(title="应急")
    emergency_reason: str | None = Field(title="应急理由")
    drops: UUID | None = Field(title="退出事项")
    round: int = Field(title="提交轮次")
    submitted_at: datetime | None = Field(title="提交时间")
    decide_by: date | None = Field(title="应办结日期")
    provisional: bool = Field(title="期限暂定", description=PROVISIONAL)
    deadline_rule: dict[str, Any] | None = Field(title="期限计算规则")
    decided_at: datetime | None = Field(title="决定时间")
    reason: str | None = Field(title="理由")
    number: str | None = Field(title="准入编号")
    valid_until: date | None = Field(title="有效期至")
    signature: str | None = Field(title="签名")
    rejection: Rejection | None = Field(title="自动退回")
    objection: str | None = Field(title="异议")
    advice: DemandJudgement | None = Field(title="文字研判", description="what the words suggest; a person decides")
    duplicates: list[Duplicate] = Field(title="疑似重复")
    budget: list[BudgetYear] = Field(title="负担预算")
    reviews: list[ReviewView] = Field(default=[], title="审核意见", description="filled when one admission is read")

    @classmethod
    def of(cls, admission: Admission, caller: Caller, reviews: Sequence[Review] = ()) -> "AdmissionView":
        """The view, with the actions open to this caller."""
        view = super().of(admission, caller)
        view.reviews = [ReviewView.model_validate(review) for review in reviews]
        return view


class PublicCheck(View):
    """What anyone may know about an admission number."""

    number: str
    status: Literal["valid", "expired", "withdrawn", "forged"]
    title: str | None = None
    department: str | None = None
    region: str | None = None
    starts_on: date | None = None
    valid_until: date | None = None
    signature: str | None = Field(None, description="Ed25519 over number, title, department, starts_on, valid_until")


class PublicKey(View):
    """The key that admission numbers are signed with."""

    algorithm: Literal["Ed25519"] = "Ed25519"
    key: str = Field(description="32 bytes in base64")
    previous: list[str] = Field(default=[], description="keys that signed before; numbers of their time stay genuine")
