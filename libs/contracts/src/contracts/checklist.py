"""Facts of checklist-svc: lists, admissions, imposed tasks, chat groups."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from contracts.envelope import Audience, Event
from contracts.titles import TitledEnum
from contracts.words import ChargedHome, Code, Count, Day, Id, Number, Title


class Platform(TitledEnum, name="platform", title_zh="工作群平台"):
    """Where a chat group lives."""

    WECHAT = "wechat", "微信群"
    QQ = "qq", "QQ群"
    GOVERNMENT_APP = "government_app", "政务应用群"
    WECOM = "wecom", "企业微信群"
    DINGTALK = "dingtalk", "钉钉群"
    FEISHU = "feishu", "飞书群"
    OTHER = "other", "其他平台"


class AdmissionEnd(TitledEnum, name="admission_end", title_zh="准入撤回方"):
    """Who ended an admission or an application."""

    DEPARTMENT = "department", "申请部门撤回"
    COUNTY_OFFICE = "county_office", "县减负办撤销"
    REPLACEMENT = "replacement", "一进一出替换"


class ListedItem(BaseModel):
    """One item of an edition, in the words that hold."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: Annotated[str, Field(max_length=20, examples=["assist"], description="duty, assist or negative")]
    code: Code
    name: Annotated[str, Field(max_length=300, examples=["协助维护社会治安"])]
    content: Annotated[
        str | None, Field(max_length=2000, description="what the work is, where it says more than the name")
    ] = None
    legal_basis: Annotated[str, Field(max_length=500, examples=["村民委员会组织法第9条"])]
    lead_department: Annotated[str, Field(max_length=200, examples=["县公安局"])]
    category: Annotated[str, Field(max_length=100, examples=["社会治安"])]
    wordings: list[Annotated[str, Field(max_length=300)]] = Field(
        default_factory=list, max_length=20, examples=[["签订责任状"]],
        description="other usual wordings; what names a negative item by one of them is blocked like its name",
    )  # fmt: skip
    doer: Annotated[str, Field(max_length=300, examples=["公安机关办理，村级组织协助"])] = ""
    how_often: Annotated[str, Field(max_length=200, examples=["每季度一次"])] = ""
    not_required: Annotated[str, Field(max_length=500, description="what the village need not do")] = ""
    support: Annotated[str, Field(max_length=500, description="what upper levels provide, and who pays")] = ""
    law: Annotated[str, Field(max_length=200, examples=["村民委员会组织法"])] = ""
    article: Annotated[str, Field(max_length=100, examples=["第9条"])] = ""
    law_from: Day | None = None
    law_until: Annotated[Day | None, Field(description="the law's last day, where it is known")] = None


class EditionPublished(Event):
    """An edition of the three lists was published with these items; the counts are its items by kind."""

    type: ClassVar[str] = "checklist.edition.published.v1"
    title_zh: ClassVar[str] = "清单版本发布"
    collection: ClassVar[str] = "editions"
    audience: ClassVar[Audience] = Audience.READERS

    number: Count
    effective_from: Day
    duty: Count
    assist: Count
    assist_categories: Count
    negative: Count
    items: list[ListedItem] = Field(default_factory=list, max_length=1000, description="in the edition's own order")


class EditionRecalled(Event):
    """An edition was taken back before its first day; the edition before it goes on as if it had not been published."""

    type: ClassVar[str] = "checklist.edition.recalled.v1"
    title_zh: ClassVar[str] = "撤回未生效清单"
    collection: ClassVar[str] = "editions"
    audience: ClassVar[Audience] = Audience.READERS

    number: Count
    effective_from: Day


class AdmissionSubmitted(Event):
    """A department applied for a task to be given to villages; `objected` when it objects to a rejection.

    `follows` is the rejected application that this one takes up again.
    """

    type: ClassVar[str] = "checklist.admission.submitted.v1"
    title_zh: ClassVar[str] = "提交准入申请"
    collection: ClassVar[str] = "admissions"
    audience: ClassVar[Audience] = Audience.READERS

    title: Title
    round: Count = 1
    objected: bool = False
    follows: Id | None = None


class AdmissionGranted(Event):
    """A task was admitted and got its number; `approval_number` is the 文号 of the county's approval."""

    type: ClassVar[str] = "checklist.admission.granted.v1"
    title_zh: ClassVar[str] = "准予准入"
    collection: ClassVar[str] = "admissions"
    audience: ClassVar[Audience] = Audience.READERS

    title: Title
    number: Number
    starts_on: Day | None = None
    valid_until: Day
    approval_number: Annotated[str | None, Field(max_length=60, examples=["松委办〔2026〕12号"])] = None
    regions: list[Annotated[str, Field(max_length=12)]] = Field(
        default_factory=list, examples=[["990101001000"]],
        description="the townships and villages that it is valid in; all of its region where there are none",
    )  # fmt: skip
    frequency: Annotated[str | None, Field(max_length=20, examples=["monthly"])] = None
    work_form: Annotated[str | None, Field(max_length=100, examples=["现场巡查"])] = None
    quantity: Annotated[str | None, Field(max_length=100, examples=["每村2人，每次2小时"])] = None
    by_assignment: Annotated[
        bool, Field(description="it asks something only of the villages to which it is dispatched")
    ] = False


class AdmissionRejected(Event):
    """A task was refused; `automatic` when the negative list refused it at once, citing `cited_item`."""

    type: ClassVar[str] = "checklist.admission.rejected.v1"
    title_zh: ClassVar[str] = "不予准入"
    collection: ClassVar[str] = "admissions"
    audience: ClassVar[Audience] = Audience.READERS

    title: Title
    automatic: bool
    cited_item: Code | None


class AdmissionReviewed(Event):
    """One of the reviewing bodies said whether it agrees with an application."""

    type: ClassVar[str] = "checklist.admission.reviewed.v1"
    title_zh: ClassVar[str] = "联合审核准入申请"
    collection: ClassVar[str] = "admissions"
    audience: ClassVar[Audience] = Audience.READERS

    body: Annotated[str, Field(max_length=60, examples=["民政局"])]
    agreed: bool


class AdmissionEndorsed(Event):
    """A second person looked at an objection to a rejection, before it is decided."""

    type: ClassVar[str] = "checklist.admission.endorsed.v1"
    title_zh: ClassVar[str] = "复核准入异议"
    collection: ClassVar[str] = "admissions"
    audience: ClassVar[Audience] = Audience.COUNTY

    outcome: Annotated[str, Field(max_length=20, examples=["grant"])]


class ReviewOverdue(Event):
    """A reviewing body gave no opinion on an application by its last day."""

    type: ClassVar[str] = "checklist.review.overdue.v1"
    title_zh: ClassVar[str] = "审核意见逾期"
    collection: ClassVar[str] = "reviews"
    audience: ClassVar[Audience] = Audience.COUNTY

    body: Annotated[str, Field(max_length=60, examples=["民政局"])]
    title: Title
    due_on: Day


class ReviewWaived(Event):
    """The approver let an application be decided without an overdue opinion."""

    type: ClassVar[str] = "checklist.review.waived.v1"
    title_zh: ClassVar[str] = "免予等待审核意见"
    collection: ClassVar[str] = "reviews"
    audience: ClassVar[Audience] = Audience.COUNTY

    body: Annotated[str, Field(max_length=60, examples=["民政局"])]
    title: Title


class AdmissionReturned(Event):
    """An application was sent back to its department to be amended in the points named."""

    type: ClassVar[str] = "checklist.admission.returned.v1"
    title_zh: ClassVar[str] = "退回准入申请"
    collection: ClassVar[str] = "admissions"
    audience: ClassVar[Audience] = Audience.READERS

    title: Title
    points: list[Annotated[str, Field(max_length=300)]] = Field(default_factory=list, examples=[["请写明经费来源"]])


class AdmissionExpired(Event):
    """An admission ran out."""

    type: ClassVar[str] = "checklist.admission.expired.v1"
    title_zh: ClassVar[str] = "准入到期"
    collection: ClassVar[str] = "admissions"
    audience: ClassVar[Audience] = Audience.READERS

    number: Number


class AdmissionWithdrawn(Event):
    """An admission or an application ended early: given back, taken back by the county, or replaced."""

    type: ClassVar[str] = "checklist.admission.withdrawn.v1"
    title_zh: ClassVar[str] = "撤回准入"
    collection: ClassVar[str] = "admissions"
    audience: ClassVar[Audience] = Audience.READERS

    number: Number | None
    by: AdmissionEnd = AdmissionEnd.DEPARTMENT
    reason: Annotated[str | None, Field(max_length=500)] = None


class TaskRefused(Event):
    """A village refused an unlisted demand; `cited_item` is the item of the negative list that it is like, if any."""

    type: ClassVar[str] = "checklist.task.refused.v1"
    title_zh: ClassVar[str] = "村级拒办"
    collection: ClassVar[str] = "refusals"
    audience: ClassVar[Audience] = Audience.COUNTY

    title: Title
    charged_home: ChargedHome
    cited_item: Code | None


class GroupRegistered(Event):
    """A chat group or app facing villages was put on the record."""

    type: ClassVar[str] = "checklist.group.registered.v1"
    title_zh: ClassVar[str] = "登记工作群"
    collection: ClassVar[str] = "groups"
    audience: ClassVar[Audience] = Audience.READERS

    platform: Platform
    after_baseline: bool = False
    owner: Annotated[
        str | None, Field(max_length=60, examples=["D101"], description="the body that runs it; null for its township")
    ] = None


class GroupRetained(Event):
    """The one chat group that a township keeps for guiding village work."""

    type: ClassVar[str] = "checklist.group.retained.v1"
    title_zh: ClassVar[str] = "保留工作群"
    collection: ClassVar[str] = "groups"
    audience: ClassVar[Audience] = Audience.READERS

    platform: Platform
    after_baseline: bool = False


class GroupMerged(Event):
    """A chat group was merged into another one, `into`; `was_retained` when it had been the retained one itself."""

    type: ClassVar[str] = "checklist.group.merged.v1"
    title_zh: ClassVar[str] = "合并工作群"
    collection: ClassVar[str] = "groups"
    audience: ClassVar[Audience] = Audience.READERS

    platform: Platform
    was_retained: bool
    after_baseline: bool = False
    into: Id | None = None


class GroupDissolved(Event):
    """A chat group was dissolved; `was_retained` when it had been the retained one itself."""

    type: ClassVar[str] = "checklist.group.dissolved.v1"
    title_zh: ClassVar[str] = "解散工作群"
    collection: ClassVar[str] = "groups"
    audience: ClassVar[Audience] = Audience.READERS

    platform: Platform
    was_retained: bool
    after_baseline: bool = False
