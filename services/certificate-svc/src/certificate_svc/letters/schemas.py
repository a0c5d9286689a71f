"""Bodies and views of letters."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from contracts.titles import named
from countykit.calendar import PROVISIONAL
from countykit.directory import DepartmentCode, RegionCode
from countykit.identity import Caller
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body, DecisionBody, ResourceView
from servicekit.printing.schemas import OnPaper

from certificate_svc.letters.models import WORKFLOW, Answer, DemandLetter, Kind


class LetterBody(Body):
    """To whom a letter goes beside the body that demands."""

    copy_to: str | None = Field(
        None, min_length=2, max_length=200, examples=["市卫生健康委"],
        description="the superior of the body; not of a first question (`letter_copy_too_early`)",
    )  # fmt: skip


class LetterAnswer(Body):
    """What the body says: it no longer demands it, it cites its law, or it never did."""

    answer: Answer
    law: str | None = Field(None, min_length=4, max_length=500, examples=["《某条例》第十条"])
    statement: str = Field(min_length=2, max_length=1000, examples=["已通知各窗口停止收取，改为部门核验"])

    @model_validator(mode="after")
    def _cited(self) -> Self:
        if (self.answer is Answer.LAW) != (self.law is not None):
            raise PydanticCustomError("law", "答复有法律依据的须列明依据，其他答复不填")
        return self


class LetterDecision(DecisionBody):
    """Whether the law that the body cites is a ground for the demand."""

    decision: Annotated[Literal["accepted", "unfounded"], named(accepted="依据成立", unfounded="依据不成立")] = Field(
        title="决定"
    )
    reason: str = Field(title="理由", min_length=2, max_length=500, examples=["所列条款未要求提交村级证明"])


class DemandLetterView(OnPaper, ResourceView):
    """A letter as it is shown."""

    table_title = "索要证明函件"
    paper = "/v1/demand-letters/{id}/document"
    workflow = WORKFLOW

    id: UUID = Field(title="编号")
    region: RegionCode = Field(title="所属区划")
    kind: Kind = Field(title="种类")
    department: DepartmentCode | None = Field(title="机构代码")
    recipient: str = Field(title="收函单位")
    copy_to: str | None = Field(title="抄送")
    item_code: str | None = Field(title="事项编码")
    item_name: str = Field(title="证明事项")
    repeated: bool = Field(title="函后再次索要")
    follows: UUID | None = Field(title="未获答复的前函")
    charge_id: UUID | None = Field(title="所涉认定", description="null for the body itself")
    sent_on: date = Field(title="发函日期")
    due_on: date | None = Field(title="答复期限")
    provisional: bool = Field(title="期限待定", description=PROVISIONAL)
    answer: Answer | None = Field(title="答复")
    law: str | None = Field(title="所列依据")
    statement: str | None = Field(title="答复说明")
    answered_on: date | None = Field(title="答复日期")
    reason: str | None = Field(title="对所列依据的认定理由")
    created_at: datetime = Field(title="登记时间")

    @classmethod
    def of(cls, letter: DemandLetter, caller: Caller) -> Self:
        """The view, fitted to its reader: a body does not learn by its letter that a charge was opened."""
        view = super().of(letter, caller)
        if caller.is_of_a_township or caller.scope.department is not None:
            view.charge_id = None
        return view
