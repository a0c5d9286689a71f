"""Bodies and views of letters."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from countykit.directory import DepartmentCode, RegionCode
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body, ResourceView
from servicekit.printing.schemas import OnPaper

from certificate_svc.letters.models import WORKFLOW, Answer, Kind


class LetterBody(Body):
    """To whom a letter goes beside the body that demands."""

    copy_to: str | None = Field(
        None, min_length=2, max_length=200, examples=["市卫生健康委"],
        description="the superior of the body; only for what is repeated, or of a body outside of the county",
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


class DemandLetterView(OnPaper, ResourceView):
    """A letter as it is shown."""

    table_title = "索要证明函件"
    paper = "/v1/demand-letters/{id}/document"
    workflow = WORKFLOW

    id: UUID = Field(title="编号")
    region: RegionCode = Field(title="县(市、区)")
    kind: Kind = Field(title="种类")
    department: DepartmentCode | None = Field(title="机构代码")
    recipient: str = Field(title="收函单位")
    copy_to: str | None = Field(title="抄送")
    item_code: str | None = Field(title="事项编码")
    item_name: str = Field(title="证明事项")
    repeated: bool = Field(title="函后再次索要")
    sent_on: date = Field(title="发函日期")
    answer: Answer | None = Field(title="答复")
    law: str | None = Field(title="所列依据")
    statement: str | None = Field(title="答复说明")
    answered_on: date | None = Field(title="答复日期")
    created_at: datetime = Field(title="登记时间")
