"""Bodies of the letter routes."""

from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from contracts.words import Action
from countykit.calendar import PROVISIONAL
from countykit.directory import RegionCode
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body, ResourceView, View
from servicekit.printing.schemas import OnPaper

from supervision_svc.findings.schemas import ClauseCode
from supervision_svc.letters.models import WORKFLOW

DEMAND = "请对照上述规定在整改期限内改正，防止反弹。"
"""Without a report: what was repaired is looked at on the spot (DOC-04)."""
MOST_PROBLEMS = 20


class LetterProblem(Body):
    """One problem, and what is demanded."""

    action: Action
    description: str = Field(min_length=2, max_length=1000)
    clause: ClauseCode
    finding_id: UUID | None = None
    demand: str = Field(DEMAND, min_length=2, max_length=1000)


class Contact(Body):
    """Whom the other side may ask: a name and the number of an office, not of a person."""

    name: str = Field(min_length=1, max_length=50)
    phone: str = Field(pattern=r"^[0-9-]{5,20}$", description="the office's telephone")


class LetterDraft(Body):
    """A letter to one township: problems written out, findings taken over as they stand, or both."""

    region: str = Field(pattern=r"^\d{9}000$", description="the township's 12-digit code")
    finding_ids: list[UUID] = Field(default_factory=list, max_length=MOST_PROBLEMS)
    problems: list[LetterProblem] = Field(default_factory=list, max_length=MOST_PROBLEMS)
    deadline_workdays: int = Field(10, ge=1, le=60)
    contact: Contact
    mass_reason: str | None = Field(
        None, min_length=5, max_length=500, title="多地同文原因",
        description="needed where the same text goes to more than three townships within a week",
    )  # fmt: skip

    @model_validator(mode="after")
    def _each_problem_once(self) -> Self:
        if not 1 <= len(self.finding_ids) + len(self.problems) <= MOST_PROBLEMS:
            raise PydanticCustomError("problems_count", f"每份提示函须列明 1 至 {MOST_PROBLEMS} 个问题")
        if len(self.every_finding) != len(set(self.every_finding)):
            raise PydanticCustomError("finding_repeated", "同一问题在一份提示函中只能列一次")
        return self

    @property
    def every_finding(self) -> list[UUID]:
        """All findings that the letter names."""
        return [*self.finding_ids, *(p.finding_id for p in self.problems if p.finding_id is not None)]


class LetterCheck(View):
    """What to think of before a letter is sent; nothing is stored."""

    recipients: int = Field(title="一周内同文收函乡镇数", description="with this one")
    reason_needed: bool = Field(title="须写明原因", description="it would be refused without `mass_reason`")
    repeats: list[str] = Field(title="同一问题曾发函", description="numbers of letters without guidance since")
    flags: list[str] = Field(title="用语提醒", description="words that sound like demands which no rule allows")
    advice: str | None = Field(title="建议")


class Receipt(Body):
    """The township's confirmation."""

    handler: Contact | None = Field(
        None, description="who sees to the repairs, for everybody who asks about a deadline"
    )


class Statement(Body):
    """Why the township holds the letter to be wrong, in whole or in part."""

    statement: str = Field(min_length=5, max_length=2000)


class StatementReply(Body):
    """Why the letter stands, or why it is recalled; the township reads it."""

    reason: str = Field(min_length=5, max_length=1000)


class SentProblem(View):
    """A problem as it was sent, with the rectification that it opened."""

    action: Action
    description: str
    clause: str
    grounds: str | None = Field(None, title="依据", description="law or the county's own document, as it was cited")
    demand: str
    finding_id: UUID | None
    rectification_id: UUID
    fell_on: date | None = Field(None, title="撤销日期", description="its finding was overturned; it stands no more")


class LetterView(OnPaper, ResourceView):
    """A letter as it is shown."""

    table_title = "提醒函"
    paper = "/v1/letters/{id}/document"
    workflow = WORKFLOW

    region: RegionCode = Field(title="收函乡镇代码")
    number: str = Field(title="函号")
    addressee: str = Field(title="收函乡镇")
    sender: str = Field(title="发函单位")
    sent_on: date = Field(title="发函日期")
    actions: list[Action] = Field(title="减负行动")
    problems: list[SentProblem] = Field(title="问题")
    deadline: date = Field(title="整改期限")
    provisional: bool = Field(title="期限暂定", description=PROVISIONAL)
    deadline_workdays: int = Field(title="整改工作日")
    deadline_rule: dict[str, Any] | None = Field(title="期限计算规则")
    contact_name: str = Field(title="联系人")
    contact_phone: str = Field(title="联系电话")
    mass_reason: str | None = Field(title="多地同文原因")
    repeats: list[str] = Field(title="同一问题曾发函", description="earlier letters without guidance since: go there")
    received_at: datetime | None = Field(title="签收时间")
    handler_name: str | None = Field(title="乡镇经办人")
    handler_phone: str | None = Field(title="乡镇经办电话")
    statement: str | None = Field(title="乡镇陈述意见")
    stated_on: date | None = Field(title="陈述日期")
    reply: str | None = Field(title="答复或撤回理由")
    replied_on: date | None = Field(title="答复日期")
    created_at: datetime = Field(title="登记时间")
