"""Facts of checklist-svc: lists, admissions, imposed tasks, chat groups."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Audience, Event
from contracts.titles import TitledEnum
from contracts.words import ChargedHome, Code, Count, Day, Number, Title


class Platform(TitledEnum, name="platform", title_zh="工作群平台"):
    """Where a chat group lives."""

    WECHAT = "wechat", "微信群"
    QQ = "qq", "QQ群"
    GOVERNMENT_APP = "government_app", "政务应用群"


class EditionPublished(Event):
    """An edition of the three lists came into force; the counts are its items by kind."""

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


class AdmissionSubmitted(Event):
    """A department applied for a task to be given to villages."""

    type: ClassVar[str] = "checklist.admission.submitted.v1"
    title_zh: ClassVar[str] = "提交准入申请"
    collection: ClassVar[str] = "admissions"
    audience: ClassVar[Audience] = Audience.READERS

    title: Title


class AdmissionGranted(Event):
    """A task was admitted and got its number."""

    type: ClassVar[str] = "checklist.admission.granted.v1"
    title_zh: ClassVar[str] = "准予准入"
    collection: ClassVar[str] = "admissions"
    audience: ClassVar[Audience] = Audience.READERS

    title: Title
    number: Number
    valid_until: Day


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


class AdmissionReturned(Event):
    """An application was sent back to its department to be amended."""

    type: ClassVar[str] = "checklist.admission.returned.v1"
    title_zh: ClassVar[str] = "退回准入申请"
    collection: ClassVar[str] = "admissions"
    audience: ClassVar[Audience] = Audience.READERS

    title: Title


class AdmissionExpired(Event):
    """An admission ran out."""

    type: ClassVar[str] = "checklist.admission.expired.v1"
    title_zh: ClassVar[str] = "准入到期"
    collection: ClassVar[str] = "admissions"
    audience: ClassVar[Audience] = Audience.READERS

    number: Number


class AdmissionWithdrawn(Event):
    """A department gave an admission or an application back."""

    type: ClassVar[str] = "checklist.admission.withdrawn.v1"
    title_zh: ClassVar[str] = "撤回准入"
    collection: ClassVar[str] = "admissions"
    audience: ClassVar[Audience] = Audience.READERS

    number: Number | None


class TaskImposed(Event):
    """A village or township reported a task that was pushed down without admission; not yet judged."""

    type: ClassVar[str] = "checklist.task.imposed.v1"
    title_zh: ClassVar[str] = "反映清单外派交"
    collection: ClassVar[str] = "imposed-tasks"
    audience: ClassVar[Audience] = Audience.JUDGES

    title: Title
    charged_home: ChargedHome
    anonymous: bool


class TaskImpositionConfirmed(Event):
    """The county office confirmed that a task was imposed; it counts against the charged body."""

    type: ClassVar[str] = "checklist.task.imposition_confirmed.v1"
    title_zh: ClassVar[str] = "清单外派交属实"
    collection: ClassVar[str] = "imposed-tasks"
    audience: ClassVar[Audience] = Audience.COUNTY

    title: Title
    charged_home: ChargedHome


class TaskImpositionDismissed(Event):
    """The county office found that a reported task was not imposed."""

    type: ClassVar[str] = "checklist.task.imposition_dismissed.v1"
    title_zh: ClassVar[str] = "清单外派交不属实"
    collection: ClassVar[str] = "imposed-tasks"
    audience: ClassVar[Audience] = Audience.JUDGES

    title: Title


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


class GroupRetained(Event):
    """The one chat group that a township keeps for guiding village work."""

    type: ClassVar[str] = "checklist.group.retained.v1"
    title_zh: ClassVar[str] = "保留工作群"
    collection: ClassVar[str] = "groups"
    audience: ClassVar[Audience] = Audience.READERS

    platform: Platform


class GroupMerged(Event):
    """A chat group was merged into the retained one; `was_retained` when it had been the retained one itself."""

    type: ClassVar[str] = "checklist.group.merged.v1"
    title_zh: ClassVar[str] = "合并工作群"
    collection: ClassVar[str] = "groups"
    audience: ClassVar[Audience] = Audience.READERS

    platform: Platform
    was_retained: bool


class GroupDissolved(Event):
    """A chat group was dissolved; `was_retained` when it had been the retained one itself."""

    type: ClassVar[str] = "checklist.group.dissolved.v1"
    title_zh: ClassVar[str] = "解散工作群"
    collection: ClassVar[str] = "groups"
    audience: ClassVar[Audience] = Audience.READERS

    platform: Platform
    was_retained: bool
