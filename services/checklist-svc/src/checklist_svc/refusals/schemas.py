"""Bodies of the refusal routes."""

from datetime import date, datetime

from contracts.demand_answers import DemandAnswer, DemandReason, RefusalState
from countykit.directory import DepartmentCode, RegionCode
from pydantic import Field
from servicekit.bodies import Body, ResourceView, View
from servicekit.printing.schemas import OnPaper

from checklist_svc.editions.codes import ItemCode
from checklist_svc.refusals.models import WORKFLOW


class Demand(Body):
    """What was demanded of the village, by whom."""

    title: str = Field(min_length=2, max_length=200, title="事项", examples=["报刊订阅任务"])
    department: str = Field(
        min_length=1, max_length=60, title="派交机构", description="code of the body that demanded it"
    )
    admission_number: str | None = Field(
        None, max_length=60, title="出示的准入编号", description="the number that was shown, if one was"
    )
    wanted_on: date | None = Field(
        None, title="要求办理日期", description="the day on which the village is to do it; today unless given"
    )
    basis: str | None = Field(
        None, min_length=2, max_length=500, title="对方所称依据", description="what the body says that it rests on",
        examples=["农办〔2026〕8号通知"],
    )  # fmt: skip


class DemandAdvice(View):
    """Whether the village may refuse: green is owed, red may be refused, everything else is for the office."""

    answer: DemandAnswer = Field(title="结论")
    reason: DemandReason = Field(title="理由")
    detail: str = Field(title="说明")
    law: str | None = Field(title="依据")
    item: str | None = Field(title="清单事项编码")
    name: str | None = Field(title="对应事项")
    number: str | None = Field(title="准入编号")
    question: str | None = Field(title="需要问清")


class RefusalNote(Body):
    """What happened after the letter."""

    note: str = Field(min_length=2, max_length=500, title="情况说明")


class LaterAdmission(Body):
    """The number under which the matter was admitted after all."""

    number: str = Field(min_length=1, max_length=60, title="准入编号")
    note: str = Field(min_length=2, max_length=500, title="情况说明")


class RefusedDemandView(OnPaper, ResourceView):
    """A refusal with its letter, ready to print, and what became of it."""

    table_title = "拒绝记录"
    workflow = WORKFLOW
    paper = "/v1/refusals/{id}/document"

    region: RegionCode = Field(title="行政区划")
    state: RefusalState = Field(title="后续")
    title: str = Field(title="事项")
    department: DepartmentCode = Field(title="派交机构")
    basis: str | None = Field(title="对方所称依据")
    edition_number: int = Field(title="清单版次")
    cited_item: ItemCode | None = Field(title="对应负面事项")
    letter: str = Field(title="不予承接告知书")
    later_number: str | None = Field(title="后来的准入编号")
    note: str | None = Field(title="情况说明")
    created_at: datetime = Field(title="出具时间")
