"""Bodies of the survey routes."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from contracts.surveys import Outcome
from contracts.titles import named
from countykit.directory import RegionCode
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body, DecisionBody, ResourceView, View
from servicekit.tabular import ImportReport

from signage_svc.plaques.schemas import BoardName, Colour, Millimetres, Place, Reason
from signage_svc.surveys.models import ORDER_WORKFLOW, WORKFLOW

_MOST_BOARDS = 500
Village = Field(pattern=r"^\d{12}$", title="村代码", description="12-digit code", examples=["990101001201"])


class SurveyOpening(Body):
    """A round to open in a township."""

    region: str = Field(pattern=r"^\d{9}000$", description="the township's 12-digit code", examples=["990101001000"])
    title: str = Field(min_length=2, max_length=100, examples=["2026年牌子摸底"])
    first_day: date
    last_day: date


class CountedBoard(Body):
    """A board as it hangs, or as it was approved."""

    name: BoardName = Field(title="牌子名称")
    placement: Place = Field(title="位置")
    width_mm: Millimetres = Field(title="宽(毫米)")
    height_mm: Millimetres = Field(title="高(毫米)")
    background: Colour = Field(title="底色")
    text_colour: Colour = Field(title="字色")


class VillageCount(Body):
    """All boards of one village in one ledger; none is an answer too. It replaces what was entered before."""

    region: str = Village
    boards: list[CountedBoard] = Field(max_length=_MOST_BOARDS)


class SurveyRow(CountedBoard):
    """A row of a ledger table."""

    region: str = Village


class SurveyImportReport(ImportReport):
    """What came into a ledger of the round."""

    villages: int = Field(description="villages of the table; each replaces what was entered of it before")


class Assignment(Body):
    """Who sets the differences of one village, or of one kind, right."""

    region: str | None = Field(None, pattern=r"^\d{12}$", title="村代码", description="none: of all villages")
    outcome: Outcome | None = Field(None, title="比对结果", description="none: of all kinds")
    responsible: str = Field(min_length=2, max_length=50, title="责任人")
    due_on: date | None = Field(None, title="整改期限", description="none: that of the reconciliation")


class Reconciliation(Body):
    """Who sets the differences right, and by when."""

    responsible: str = Field(
        min_length=2, max_length=50, title="责任人", description="on the orders that no assignment names"
    )
    due_on: date = Field(title="整改期限")
    assignments: list[Assignment] = Field([], max_length=200, title="分工", description="the first that fits counts")

    def of(self, region: str, outcome: Outcome) -> "Assignment | Reconciliation":
        """Who sets one difference right."""
        fitting = (
            each for each in self.assignments if each.region in (None, region) and each.outcome in (None, outcome)
        )
        return next(fitting, self)


class SurveyReason(Body):
    """Why."""

    reason: Reason


class OrderAnswer(Body):
    """Whether the board is the one that was removed."""

    rebound: bool
    note: Reason


class OrderObjection(Body):
    """What a village says against a difference."""

    grounds: Reason = Field(title="异议理由")


class OrderReply(DecisionBody):
    """Whether the village is right: then the difference is no fault."""

    decision: Annotated[Literal["accepted", "unfounded"], named(accepted="异议成立", unfounded="异议不成立")] = Field(
        title="异议结论"
    )
    reason: Reason = Field(title="答复")


class OrderReassignment(Body):
    """Another person, or another day."""

    responsible: str = Field(min_length=2, max_length=50)
    due_on: date
    note: Reason


class OrderCompletion(Body):
    """What was done, and whether the board hangs afterwards."""

    still_hangs: bool = Field(title="办理后是否在挂")
    note: Reason = Field(title="办理情况")
    board: SurveyRow | None = Field(
        None, title="整改后的牌子", description="what hangs there now, where it was replaced or hung elsewhere"
    )

    @model_validator(mode="after")
    def _hangs(self) -> Self:
        if self.board is not None and not self.still_hangs:
            raise PydanticCustomError("board_unexpected", "牌子已不在挂时不填写整改后的牌子")
        return self


class OrderVerification(DecisionBody):
    """What somebody else found when looking."""

    decision: Annotated[Literal["accepted", "returned"], named(accepted="通过", returned="退回")] = Field(
        title="核验结论"
    )
    reason: Reason = Field(title="核验情况")


class SurveyView(ResourceView):
    """A round with its figures as they are now."""

    table_title = "摸底轮次"
    workflow = WORKFLOW

    region: RegionCode = Field(title="乡镇代码")
    number: int = Field(title="轮次")
    title: str = Field(title="名称")
    first_day: date = Field(title="开始日期")
    last_day: date = Field(title="结束日期")
    villages: int = Field(title="村数")
    site_villages: int = Field(title="村级台账已录入村数")
    file_villages: int = Field(title="乡级台账已录入村数")
    surveyed: int = Field(title="比对牌子数", description="boards of either ledger, counted at the reconciliation")
    matched: int = Field(title="一致牌子数", description="as found at the reconciliation, before any repair")
    orders: int = Field(title="差异工单数")
    orders_open: int = Field(title="未办结工单数")
    rebounds: int = Field(title="确认回潮数")
    reason: str | None = Field(title="说明")
    created_at: datetime = Field(title="部署时间")
    closed_at: datetime | None = Field(title="关闭时间")


class VillageCoverage(View):
    """How far a village is in a round."""

    table_title = "摸底进度"

    region: RegionCode = Field(title="村代码")
    on_site: int | None = Field(title="现场清点块数", description="null: not entered yet")
    on_file: int | None = Field(title="备案块数", description="null: not entered yet")


class SurveyOrderView(ResourceView):
    """A work order of a round."""

    table_title = "摸底差异工单"
    workflow = ORDER_WORKFLOW

    region: RegionCode = Field(title="村代码")
    round_id: UUID = Field(title="摸底轮次")
    outcome: Outcome = Field(title="比对结果")
    name: str = Field(title="牌子名称")
    difference: str = Field(title="差异")
    on_site: dict[str, Any] | None = Field(title="现场")
    on_file: dict[str, Any] | None = Field(title="备案")
    responsible: str = Field(title="责任人")
    due_on: date = Field(title="整改期限")
    suspected: UUID | None = Field(title="疑似回潮原记录")
    suspicion: str | None = Field(title="疑似理由", description="advice; a person answers")
    is_rebound: bool | None = Field(title="是否回潮")
    still_hangs: bool | None = Field(title="办理后是否在挂")
    afterwards: dict[str, Any] | None = Field(title="整改后的牌子")
    objection: str | None = Field(title="村的异议")
    objection_accepted: bool | None = Field(title="异议是否成立")
    note: str | None = Field(title="说明")
    created_at: datetime = Field(title="下达时间")
