"""Bodies of the complaint routes."""

from datetime import date
from typing import Self

from contracts.words import Action
from countykit.calendar import PROVISIONAL
from countykit.directory import DepartmentCode, RegionCode
from countykit.identity import Caller
from countykit.joining import JUDGES
from countykit.objections import ContestedView
from countykit.regions import county_of
from pydantic import Field
from servicekit.bodies import Body, ResourceView, View

from supervision_svc.complaints.models import WORKFLOW, Complaint

_CODE = Field(min_length=16, max_length=24, description="the retrieval code", examples=["MZXW-6YTB-OI4D-QMJS"])


class ComplaintToMake(Body):
    """What somebody complains of. Who they are is not asked, and nothing keeps it."""

    region: str = Field(
        pattern=r"^\d{12}$", description="place that it is about; a township or the county says less of you",
        examples=["990101001000"],
    )  # fmt: skip
    action: Action = Field(description="which burden it is about")
    title: str = Field(min_length=4, max_length=100)
    text: str = Field(min_length=10, max_length=3000, description="what happened; do not write your own name")
    body_named: str | None = Field(default=None, min_length=2, max_length=100, description="which body, in your words")
    occurred_on: date | None = None
    page_key: str | None = Field(
        default=None,
        pattern=r"^[0-9a-f]{32,64}$",
        description="random, made by the page: a double click is one complaint",
    )


class ComplaintReceipt(View):
    """The code is shown once: it is the only way to the answer, and we keep its hash alone."""

    code: str
    received_on: date
    deadline: date = Field(description="an answer can be read by this day at the latest")
    provisional: bool


class ComplaintCode(Body):
    """The code that came with the receipt."""

    code: str = _CODE


class ComplaintRating(Body):
    """Whether the answer helped; asked once."""

    code: str = _CODE
    satisfied: bool


class ComplaintStanding(View):
    """What whoever has the code may know."""

    title: str
    state: str
    received_on: date
    deadline: date
    provisional: bool
    answer: str | None
    answered_on: date | None
    satisfied: bool | None


class ComplaintAcceptance(Body):
    """Which body the complaint is about."""

    department: str = Field(min_length=1, max_length=60, description="code of the responsible body")


class ComplaintDecision(Body):
    """What is answered to whoever complained, and what the charged body reads."""

    answer: str = Field(min_length=5, max_length=1000, description="read by whoever has the code")
    reason: str = Field(
        min_length=5, max_length=500, description="the facts in the judge's own words: no village, text or day of it"
    )


class ComplaintRefusal(Body):
    """Why a complaint is not taken up, and where it belongs."""

    answer: str = Field(min_length=5, max_length=1000, description="read by whoever has the code")


class ComplaintCount(View):
    """How many complaints about the caller's body were answered within a year; nothing below three is told."""

    table_title = "本单位投诉举报"

    action: Action = Field(title="减负行动")
    answered: int = Field(title="已答复件数")


class ComplaintView(ContestedView, ResourceView):
    """A complaint as its reader may see it: the charged body reads the verdict, never the complainant's words."""

    table_title = "投诉举报"
    workflow = WORKFLOW

    region: RegionCode = Field(title="反映地点")
    action: Action = Field(title="减负行动")
    title: str | None = Field(title="标题")
    text: str | None = Field(title="内容")
    body_named: str | None = Field(title="反映人所称机构")
    occurred_on: date | None = Field(title="发生日期")
    received_on: date | None = Field(title="收到日期")
    deadline: date | None = Field(title="答复期限")
    provisional: bool = Field(title="期限暂定", description=PROVISIONAL)
    overdue_on: date | None = Field(title="逾期日期")
    accused: DepartmentCode | None = Field(title="责任机构")
    charged_home: RegionCode | None = Field(title="机构所属")
    reason: str | None = Field(title="认定理由")
    answer: str | None = Field(title="答复")
    answered_on: date | None = Field(title="答复日期")
    satisfied: bool | None = Field(title="反映人是否满意")

    @classmethod
    def seen_by(cls, row: Complaint, caller: Caller) -> Self:
        """Fit the record to its reader."""
        view = cls.of(row, caller)
        if not caller.roles & JUDGES or caller.is_of_a_township:
            view.region = county_of(row.region)
            view.title = view.text = view.body_named = view.answer = view.satisfied = None
            view.occurred_on = view.received_on = view.deadline = view.answered_on = view.overdue_on = None
        return view
