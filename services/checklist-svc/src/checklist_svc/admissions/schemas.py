"""Bodies of the admission routes."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from contracts.titles import TitledEnum, named
from countykit.calendar import PROVISIONAL
from countykit.directory import DepartmentCode, RegionCode
from countykit.identity import Caller
from pydantic import Field
from servicekit.bodies import Body, DecisionBody, ResourceView, View
from servicekit.drafts import Patch
from wording.demands import DemandJudgement

from checklist_svc.admissions.burdens.schemas import BudgetYear
from checklist_svc.admissions.evaluations.models import Evaluation
from checklist_svc.admissions.evaluations.schemas import Earlier
from checklist_svc.admissions.models import WORKFLOW, Admission
from checklist_svc.admissions.reviews.models import Review
from checklist_svc.admissions.reviews.schemas import ReviewView
from checklist_svc.admissions.same_matter import Sign
from checklist_svc.admissions.states import Excess, Frequency, Outcome
from checklist_svc.admissions.timings.schemas import Effort, WorkMinutes
from checklist_svc.admissions.works import Work


class Application(Effort):
    """What a department wants villages to do, and on which basis; what it costs them is computed."""

    title: str = Field(min_length=2, max_length=200, examples=["村级防汛值守"])
    content: str = Field(min_length=2, max_length=2000)
    legal_basis: str = Field(min_length=2, max_length=500)
    entrusted: bool = Field(default=False, description="the village does the department's own work (费随事转)")
    funding_source: str | None = Field(None, min_length=2, max_length=200)
    funding_yuan: Decimal | None = Field(None, gt=0, max_digits=14, decimal_places=2)
    emergency: bool = Field(
        default=False, description="skips the notice of LST-03 and may start before its papers; needs a reason"
    )
    emergency_reason: str | None = Field(None, min_length=2, max_length=500)
    drops: UUID | None = Field(None, description="the department's running admission that ends for this one (一进一出)")
    excess_reason: str | None = Field(
        None, min_length=2, max_length=500, title="超出预算的理由",
        description="why the task is needed although the yearly budget does not hold it; the approver decides",
    )  # fmt: skip
    follows: UUID | None = Field(None, description="the department's rejected application that this one takes up again")
    regions: list[Annotated[str, Field(pattern="^[0-9]{12}$")]] = Field(
        [], max_length=200, examples=[["990101001000", "990101002201"]],
        description="townships or villages; all of the applicant's county or township where there are none",
    )  # fmt: skip
    work_form: str | None = Field(
        None, min_length=2, max_length=100, examples=["现场巡查"], description="how it is done"
    )
    quantity: str | None = Field(
        None, min_length=1, max_length=100, examples=["每村2人，每次2小时"], description="how much of it"
    )
    plan_number: str | None = Field(
        None, min_length=2, max_length=30, title="督检考计划编号", examples=["JH990101-2026-0007"],
        description="of the entry that a visit goes by, for work that goes with a visit",
    )  # fmt: skip
    matter: str | None = Field(
        None, min_length=1, max_length=20, title="对应的清单事项", examples=["AS01"],
        description="code of the duty or assisted item that it is; a judgement of the words suggests it",
    )  # fmt: skip
    about: str | None = Field(
        None,
        min_length=2,
        max_length=100,
        title="工作对象",
        examples=["残疾人"],
        description="whom or what it is about",
    )
    columns: list[Annotated[str, Field(min_length=1, max_length=100)]] = Field(
        [], max_length=60, title="要村里报的数据", examples=[["常住人口数", "外出人口数"]],
        description="what villages are to report, one by one",
    )  # fmt: skip


class ApplicationPatch(Patch, of=Application):
    """What changes in a draft."""


class Submission(Body):
    """Hand an application in; an amended one replaces what was drafted or returned."""

    application: Application | None = None


class Start(Body):
    """Why the work cannot wait for the papers; what the draft says where it is left out."""

    reason: str | None = Field(None, min_length=2, max_length=500, examples=["堤防出险，须立即组织转移"])


class Decision(DecisionBody):
    """The county office's decision."""

    decision: Outcome = Field(title="决定")
    valid_until: date | None = Field(None, description="for a grant; the task's last day unless given")
    approval_number: str | None = Field(
        None, min_length=4, max_length=60, examples=["松委办〔2026〕12号"],
        description="for a grant: the number (文号) of the county's approval; its scan is added as an attachment",
    )  # fmt: skip
    despite: str | None = Field(
        None, min_length=2, max_length=300, title="上次评价较差仍准予的理由",
        description="for a grant of a matter that most townships found poor the last time",
    )  # fmt: skip
    points: list[Annotated[str, Field(min_length=2, max_length=300)]] = Field(
        [], max_length=20, description="for a return: what to mend, one by one", examples=[["请写明经费来源"]]
    )


class Endorsement(DecisionBody):
    """What a second person finds about an objection, before it is decided."""

    decision: Annotated[Literal[Outcome.GRANT, Outcome.REJECT], named(**Outcome.titles())] = Field(title="决定")


class Withdrawal(Body):
    """Why an application or admission is given back."""

    reason: str = Field(min_length=2, max_length=500)


class Urging(Body):
    """What the approver tells the county office about an overdue application."""

    reason: str = Field(min_length=2, max_length=500, title="督办意见")


class Objection(Body):
    """Why a rejected application is lawful after all."""

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
    """A running application or admission that may ask for the same; people decide."""

    id: UUID
    title: str
    department: DepartmentCode
    number: str | None
    signs: list[Sign] = Field([], title="依据", description="none of what was found before they were told apart")
    columns: list[str] = Field([], title="相同的数据", description="what of its data the other one asks for, too")


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
    work: Work | None = Field(title="工作类型", description="null of what was drafted before minutes were computed")
    people: int = Field(title="每村人数")
    times_a_month: int | None = Field(title="每月次数")
    burden_minutes: int = Field(title="每村每月负担分钟", description="computed when it was last drafted or handed in")
    minutes_basis: WorkMinutes | None = Field(title="分钟依据", description="the samples that the minutes follow from")
    entrusted: bool = Field(title="委托事项")
    funding_source: str | None = Field(title="经费来源")
    funding_yuan: Decimal | None = Field(title="经费金额(元)")
    emergency: bool = Field(title="应急")
    emergency_reason: str | None = Field(title="应急理由")
    drops: UUID | None = Field(title="退出事项")
    follows: UUID | None = Field(title="关联的原申请")
    regions: list[RegionCode] = Field(title="任务范围", description="townships and villages; all where there are none")
    work_form: str | None = Field(title="工作方式")
    quantity: str | None = Field(title="工作量")
    plan_number: str | None = Field(title="督检考计划编号")
    matter: str | None = Field(title="对应的清单事项")
    about: str | None = Field(title="工作对象")
    columns: list[str] = Field(title="要村里报的数据")
    round: int = Field(title="提交轮次")
    submitted_at: datetime | None = Field(title="提交时间")
    decide_by: date | None = Field(title="应办结日期")
    provisional: bool = Field(title="期限暂定", description=PROVISIONAL)
    deadline_rule: dict[str, Any] | None = Field(title="期限计算规则")
    decision_late: bool = Field(title="逾期未决定", description="nobody decided this round by its last day (LST-03)")
    urging: str | None = Field(title="督办意见", description="the approver's word about an overdue decision")
    decided_at: datetime | None = Field(title="决定时间")
    reason: str | None = Field(title="理由")
    points: list[str] = Field(title="需修改内容", description="of the last return")
    endorsed_outcome: Outcome | None = Field(title="复核意见", description="of the second person on an objection")
    endorsement: str | None = Field(title="复核理由")
    approval_number: str | None = Field(title="批准文号")
    number: str | None = Field(title="准入编号")
    valid_until: date | None = Field(title="有效期至")
    signature: str | None = Field(title="签名")
    ended_on: date | None = Field(title="提前终止日期")
    by_assignment: bool = Field(
        title="逐村派交", description="it asks something only of villages to which it was dispatched; not so what was "
        "admitted before tasks were dispatched",
    )  # fmt: skip
    papers_by: date | None = Field(title="手续补办期限", description="of an emergency that started with a number")
    rejection: Rejection | None = Field(title="自动退回")
    objection: str | None = Field(title="异议")
    advice: DemandJudgement | None = Field(title="文字研判", description="what the words suggest; a person decides")
    duplicates: list[Duplicate] = Field(title="疑似重复")
    budget: list[BudgetYear] = Field(title="负担预算")
    excess_reason: str | None = Field(title="超出预算的理由")
    over_budget: bool = Field(title="超出负担预算")
    excess_outcome: Excess | None = Field(title="超预算决定")
    excess_note: str | None = Field(title="超预算决定理由")
    despite: str | None = Field(title="上次评价较差仍准予的理由")
    evaluations: list[Earlier] = Field(
        default=[], title="以往考核评价",
        description="what townships found when the department had the same matter done; filled when one is read",
    )  # fmt: skip
    reviews: list[ReviewView] = Field(default=[], title="审核意见", description="filled when one admission is read")

    @classmethod
    def of(
        cls, admission: Admission, caller: Caller, reviews: Sequence[Review] = (), found: Sequence[Evaluation] = ()
    ) -> "AdmissionView":  # fmt: skip
        """The view, with the actions open to this caller."""
        view = super().of(admission, caller)
        view.evaluations = [Earlier.model_validate(each) for each in found]
        view.reviews = [ReviewView.model_validate(review) for review in reviews]
        return view


class Place(View):
    """A township or village that a number is valid in."""

    code: str
    name: str


class NumberStatus(TitledEnum, name="number_status", title_zh="准入编号状态"):
    """What a number that somebody shows is worth."""

    VALID = "valid", "编号有效"
    NOT_STARTED = "not_started", "未到开始日期"
    PROVISIONAL = "provisional", "应急编号，手续待补"
    LAPSED = "lapsed", "应急编号已失效"
    EXPIRED = "expired", "已过有效期"
    WITHDRAWN = "withdrawn", "已撤回或撤销"
    FORGED = "forged", "不是本县发出的编号"


class PublicCheck(View):
    """What anyone may know about an admission number: it is valid only within what is listed here."""

    number: str
    status: NumberStatus
    title: str | None = None
    department: DepartmentCode | None = None
    region: RegionCode | None = None
    places: list[Place] = Field([], description="where it is valid; all of `region` where none is named")
    frequency: Frequency | None = None
    work_form: str | None = None
    quantity: str | None = None
    starts_on: date | None = None
    valid_until: date | None = None
    papers_by: date | None = Field(None, description="of a provisional number: it ends after this day without papers")
    covered: bool | None = Field(None, description="whether it is valid in the `village` on the day that was asked for")
    assigned: bool | None = Field(
        None, description="whether the task was dispatched to that `village` for the day; where not, it asks nothing"
    )
    note: str | None = Field(None, description="for people, in Chinese")
    signature: str | None = Field(
        None, description="Ed25519 over number, title, department, starts_on, valid_until, and, where one of them is "
        "given, the codes of the places with commas, work_form and quantity; a line each"
    )  # fmt: skip


class PublicKey(View):
    """The key that admission numbers are signed with."""

    algorithm: Literal["Ed25519"] = "Ed25519"
    key: str = Field(description="32 bytes in base64")
    previous: list[str] = Field(default=[], description="keys that signed before; numbers of their time stay genuine")
