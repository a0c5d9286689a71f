"""What a village is told about a demand, what became of one that it refused, and the fact that tells of it."""

from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.titles import TitledEnum
from contracts.words import ChargedHome, Number, Title


class DemandAnswer(TitledEnum, name="demand_answer", title_zh="能否不承接"):
    """Whether a village may refuse."""

    GREEN = "green", "应当承接"
    RED = "red", "可以不承接"
    INQUIRE = "ask", "请询问县减负办"


class DemandReason(TitledEnum, name="demand_reason", title_zh="能否不承接的理由"):
    """Why it is told so."""

    ADMITTED = "admitted", "已准入并派交本村"
    LISTED = "listed", "清单内事项"
    FORM = "form", "有效报表"
    NEGATIVE = "negative", "负面清单事项"
    UNDISPATCHED = "undispatched", "未向本村派交"
    UNLISTED = "unlisted", "清单外且未准入"
    LAWFUL = "lawful", "可能依法不得拒绝"
    RUNNING = "running", "可能是已派交的任务"
    CLAIMED_LAW = "claimed_law", "对方称有法律依据"
    NEAR_LISTED = "near_listed", "可能是清单内事项"
    NEAR_FORM = "near_form", "可能是在填的报表"
    VISIT = "visit", "检查调研类"
    UNSURE = "unsure", "不能确定"


class RefusalState(TitledEnum, name="refused_demand_state", title_zh="不予承接的后续"):
    """What became of a refused demand."""

    WRITTEN = "written", "已出具"
    DROPPED = "dropped", "对方不再要求"
    INSISTED = "insisted", "对方仍要求"
    ADMITTED = "admitted", "后经准入"


class DemandFollowed(Event):
    """What became of a demand that a village refused; `number` where it was admitted later."""

    type: ClassVar[str] = "checklist.refusal.followed.v1"
    title_zh: ClassVar[str] = "不予承接的后续"
    collection: ClassVar[str] = "refusals"
    audience: ClassVar[Audience] = Audience.COUNTY

    title: Title
    charged_home: ChargedHome
    outcome: RefusalState
    number: Number | None = None
