"""Survey rounds, the two ledgers that they compare, and the work orders of their differences."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts.signage import Placement
from contracts.surveys import (
    LedgerKind,
    Outcome,
    SurveyCancelled,
    SurveyClosed,
    SurveyLedgerEntered,
    SurveyOrderDone,
    SurveyOrderObjected,
    SurveyOrderObjectionAnswered,
    SurveyOrderReassigned,
    SurveyOrderReturned,
    SurveyOrderVerified,
    SurveyReboundAnswered,
    SurveyReconciled,
)
from contracts.titles import TitledEnum
from countykit.identity import Caller, Role
from countykit.tables import Aggregate
from countykit.todos import Todo, not_by
from servicekit.tables import document, enumerated, moment
from servicekit.workflow import Step, Workflow
from sqlmodel import Field, col

from signage_svc.models import Base
from signage_svc.surveys.errors import (
    CoverageIncomplete,
    OrdersOpen,
    ReboundUnanswered,
    SurveyorCannotVerify,
    VillageUnanswered,
)

_TOWNSHIP = frozenset({Role.TOWNSHIP})
_SURVEYORS = frozenset({Role.TOWNSHIP, Role.INSPECTOR})
_CHECKERS = frozenset({Role.TOWNSHIP, Role.INSPECTOR, Role.COUNTY_OFFICE})


class State(TitledEnum, name="survey_state", title_zh="摸底状态"):
    """How far a round has come."""

    OPEN = "open", "已部署"
    COUNTING = "counting", "清点中"
    RECONCILING = "reconciling", "比对整改中"
    CLOSED = "closed", "已关闭"
    CANCELLED = "cancelled", "已作废"


class OrderState(TitledEnum, name="survey_order_state", title_zh="差异工单状态"):
    """What became of a difference."""

    OPEN = "open", "待办理"
    DONE = "done", "待核验"
    VERIFIED = "verified", "已办结"


def covered(survey: "SurveyRound", _: Caller) -> CoverageIncomplete | None:
    """Both ledgers have every village."""
    least = min(survey.site_villages, survey.file_villages)
    return CoverageIncomplete(missing=survey.villages - least) if least < survey.villages else None


def settled(survey: "SurveyRound", _: Caller) -> OrdersOpen | None:
    """Every work order has been looked at."""
    return OrdersOpen(orders=survey.orders_open) if survey.orders_open else None


def _entered(survey: "SurveyRound", ledger: LedgerKind) -> SurveyLedgerEntered:
    villages = survey.site_villages if ledger is LedgerKind.SITE else survey.file_villages
    return SurveyLedgerEntered(ledger=ledger, villages_entered=villages, villages=survey.villages)


WORKFLOW = Workflow({
    "site": Step(
        {State.OPEN, State.COUNTING}, State.COUNTING, _SURVEYORS, "录入村级台账",
        fact=lambda survey, _: _entered(survey, LedgerKind.SITE),
    ),
    "file": Step(
        {State.OPEN, State.COUNTING}, State.COUNTING, _TOWNSHIP, "录入乡级台账",
        fact=lambda survey, _: _entered(survey, LedgerKind.FILE),
    ),
    "reconciliation": Step(
        {State.COUNTING}, State.RECONCILING, _TOWNSHIP, "比对两级台账", rules=(covered,),
        fact=lambda survey, _: SurveyReconciled(
            number=survey.number, surveyed=survey.surveyed, matched=survey.matched, orders=survey.orders,
        ),
    ),
    "closure": Step(
        {State.RECONCILING}, State.CLOSED, _TOWNSHIP, "关闭本轮摸底", rules=(settled,),
        fact=lambda survey, _: SurveyClosed(
            number=survey.number, surveyed=survey.surveyed, matched=survey.matched, orders=survey.orders,
            rebounds=survey.rebounds,
        ),
    ),
    "cancellation": Step(
        {State.OPEN, State.COUNTING}, State.CANCELLED, frozenset({Role.TOWNSHIP, Role.COUNTY_OFFICE}), "作废",
        fact=lambda survey, _: SurveyCancelled(number=survey.number),
    ),
})  # fmt: skip


class SurveyRound(Aggregate, Base, table=True):
    """One round of one township. `frame` are its villages when it was opened; the figures follow from the ledgers."""

    __tablename__ = "survey_round"
    bookkeeping: ClassVar[frozenset[str]] = Aggregate.bookkeeping | {"orders_open", "rebounds"}
    """They follow from the work orders, whose own events tell of every change."""
    __table_args__ = (
        sa.UniqueConstraint("region", "number"),
        sa.Index(
            "one_open_survey", "region", unique=True, postgresql_where=sa.text("state NOT IN ('closed', 'cancelled')")
        ),
    )

    number: int
    title: str = Field(max_length=100)
    first_day: date
    last_day: date
    state: State = enumerated(State, default=State.OPEN)
    frame: list[str] = document()
    villages: int
    site_villages: int = 0
    file_villages: int = 0
    surveyed: int = 0
    matched: int = 0
    orders: int = 0
    orders_open: int = 0
    rebounds: int = 0
    reason: str | None = Field(default=None, max_length=500)
    closed_at: datetime | None = moment(default=None, nullable=True)


class SurveyVillage(Base, table=True):
    """That a village is in one of a round's ledgers, with how many boards: none is an answer too."""

    __tablename__ = "survey_village"

    round_id: UUID = Field(primary_key=True, foreign_key="survey_round.id")
    ledger: LedgerKind = enumerated(LedgerKind, primary_key=True)
    region: str = Field(primary_key=True, max_length=12)
    boards: int
    entered_by: str = Field(max_length=200)
    entered_at: datetime = moment()


class SurveyEntry(Base, table=True):
    """One board in one of a round's ledgers."""

    __tablename__ = "survey_entry"
    __table_args__ = (sa.UniqueConstraint("round_id", "ledger", "region", "fingerprint"),)

    id: UUID = Field(primary_key=True)
    round_id: UUID = Field(foreign_key="survey_round.id")
    ledger: LedgerKind = enumerated(LedgerKind)
    region: str = Field(max_length=12)
    name: str
    fingerprint: str
    placement: Placement = enumerated(Placement)
    width_mm: int
    height_mm: int
    background: str
    text_colour: str


def _answered(order: "SurveyOrder", _: Caller) -> ReboundUnanswered | None:
    return ReboundUnanswered() if order.suspected is not None and order.is_rebound is None else None


def another_person(order: "SurveyOrder", caller: Caller) -> SurveyorCannotVerify | None:
    """Nobody looks at what they did."""
    return SurveyorCannotVerify() if caller.is_any_of(order.done_by) else None


def _heard(order: "SurveyOrder", _: Caller) -> VillageUnanswered | None:
    return VillageUnanswered() if order.objection is not None and order.objection_accepted is None else None


ORDER_WORKFLOW = Workflow({
    # A village types neither ledger, and may say that a difference is none.
    "objection": Step(
        {OrderState.OPEN, OrderState.DONE}, None, frozenset({Role.VILLAGE}), "提出异议",
        when=lambda order: order.objection is None, fact=lambda order, _: SurveyOrderObjected(outcome=order.outcome),
    ),
    "reply": Step(
        {OrderState.OPEN, OrderState.DONE}, None, _CHECKERS, "答复村的异议", rules=(another_person,),
        when=lambda order: order.objection is not None and order.objection_accepted is None,
        fact=lambda order, _: SurveyOrderObjectionAnswered(accepted=bool(order.objection_accepted)),
    ),
    "answer": Step(
        {OrderState.OPEN}, None, _CHECKERS, "确认是否回潮", when=lambda order: order.suspected is not None,
        fact=lambda order, _: SurveyReboundAnswered(rebound=bool(order.is_rebound)),
    ),
    "reassignment": Step(
        {OrderState.OPEN}, None, _TOWNSHIP, "改派或延期",
        fact=lambda order, _: SurveyOrderReassigned(due_on=order.due_on),
    ),
    "completion": Step(
        {OrderState.OPEN}, OrderState.DONE, _TOWNSHIP, "报告办结", rules=(_answered,),
        fact=lambda order, _: SurveyOrderDone(outcome=order.outcome),
    ),
    "verification": Step(
        {OrderState.DONE}, {"accepted": OrderState.VERIFIED, "returned": OrderState.OPEN}, _CHECKERS, "核验",
        rules=(another_person, _heard),
        fact={
            "accepted": lambda order, _: SurveyOrderVerified(outcome=order.outcome),
            "returned": lambda order, _: SurveyOrderReturned(outcome=order.outcome),
        },
    ),
})  # fmt: skip


class SurveyOrder(Aggregate, Base, table=True):
    """The work order of one difference. `on_site` and `on_file` are the boards as the two ledgers have them."""

    __tablename__ = "survey_order"
    reason_columns: ClassVar[tuple[str, ...]] = ("note",)

    round_id: UUID = Field(foreign_key="survey_round.id", index=True)
    outcome: Outcome = enumerated(Outcome)
    name: str
    on_site: dict[str, Any] | None = document(default=None)
    on_file: dict[str, Any] | None = document(default=None)
    difference: str
    responsible: str = Field(max_length=50)
    due_on: date
    state: OrderState = enumerated(OrderState, default=OrderState.OPEN)
    suspected: UUID | None = Field(default=None, foreign_key="plaque.id")
    suspicion: str | None = Field(default=None, max_length=200)
    is_rebound: bool | None = None
    still_hangs: bool | None = None
    afterwards: dict[str, Any] | None = document(default=None)
    """The board that hangs there afterwards, where it was replaced or hung elsewhere."""
    objection: str | None = Field(default=None, max_length=500)
    """What the village says against the difference; `objection_accepted` is the answer."""
    objection_accepted: bool | None = None
    note: str | None = Field(default=None, max_length=500)
    done_by: str | None = Field(default=None, max_length=200)


TODOS = (
    Todo(
        "survey_reconciliation", "比对摸底台账", SurveyRound, WORKFLOW, "reconciliation", due="last_day",
        record="read_survey", subject="title",
    ),
    Todo(
        "survey_order", "办理摸底差异工单", SurveyOrder, ORDER_WORKFLOW, "completion", due="due_on",
        record="read_survey_order", subject="name",
    ),
    Todo(
        "survey_order_verification", "核验摸底差异工单", SurveyOrder, ORDER_WORKFLOW, "verification",
        record="read_survey_order", subject="name", among=not_by(SurveyOrder.done_by),
    ),
    Todo(
        "survey_order_reply", "答复村对摸底差异的异议", SurveyOrder, ORDER_WORKFLOW, "reply",
        record="read_survey_order", subject="name",
        among=lambda caller: sa.and_(
            col(SurveyOrder.objection).is_not(None), col(SurveyOrder.objection_accepted).is_(None),
            not_by(SurveyOrder.done_by)(caller),
        ),
    ),
)  # fmt: skip
