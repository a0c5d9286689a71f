"""Agreements and their payments: the tables and the steps."""

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts.envelope import Event
from contracts.purchases import (
    AcceptanceConfirmed,
    AcceptanceDisputed,
    AgreementAccepted,
    AgreementTerminated,
    PaymentConfirmed,
    PaymentDisputed,
    PaymentOverdue,
    PaymentRecorded,
    Receiver,
)
from contracts.titles import TitledEnum
from countykit.identity import Caller, Role
from countykit.tables import Aggregate
from countykit.todos import Condition, Todo, own_department
from countykit.workdays import end_of_day
from servicekit.tables import enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field, col

from checklist_svc.models import Base


class State(TitledEnum, name="agreement_state", title_zh="委托协议状态"):
    """How far the work under an agreement has come."""

    RUNNING = "running", "履行中"
    ACCEPTED = "accepted", "已验收待确认"
    CONFIRMED = "confirmed", "验收已确认"
    TERMINATED = "terminated", "已解除"


class PaymentState(TitledEnum, name="payment_state", title_zh="付款状态"):
    """What became of an instalment."""

    PENDING = "pending", "未到期"
    OVERDUE = "overdue", "逾期未付"
    PAID = "paid", "已付待确认"
    CONFIRMED = "confirmed", "已到账"
    CANCELLED = "cancelled", "已取消"


_DEPARTMENT = frozenset({Role.DEPARTMENT})
_CONFIRMING = frozenset({Role.TOWNSHIP, Role.COUNTY_OFFICE})


def _own(row: "Agreement | Payment", caller: Caller) -> bool:
    return caller.acts_for(row.department)


def _confirms(row: "Agreement | Payment", caller: Caller) -> bool:
    """The receiver's township confirms, but nobody what a body of their own recorded: then the county office does."""
    of_county = row.charged_home.endswith("000000")
    return (Role.TOWNSHIP if of_county else Role.COUNTY_OFFICE) in caller.roles


WORKFLOW = Workflow({
    "acceptance": Step(
        {State.RUNNING}, State.ACCEPTED, _DEPARTMENT, "验收", party=_own,
        fact=lambda row, _: AgreementAccepted(title=row.title, accepted_on=row.accepted_on),
    ),
    "confirmation": Step(
        {State.ACCEPTED}, State.CONFIRMED, _CONFIRMING, "确认验收", party=_confirms,
        fact=lambda row, _: AcceptanceConfirmed(title=row.title),
    ),
    "dispute": Step(
        {State.ACCEPTED}, State.RUNNING, _CONFIRMING, "不认可验收", party=_confirms,
        fact=lambda row, _: AcceptanceDisputed(title=row.title),
    ),
    "termination": Step(
        {State.RUNNING}, State.TERMINATED, _DEPARTMENT, "解除协议", party=_own,
        fact=lambda row, _: AgreementTerminated(title=row.title),
    ),
})  # fmt: skip


def _recorded(payment: "Payment", before: PaymentState) -> Event:
    return PaymentRecorded(
        title=payment.title, charged_home=payment.charged_home, paid_on=payment.paid_on or payment.due_on,
        amount=payment.fen, was_overdue=before == PaymentState.OVERDUE,
    )  # fmt: skip


def _disputed(payment: "Payment", _: PaymentState) -> Event:
    return PaymentDisputed(
        title=payment.title, charged_home=payment.charged_home, amount=payment.fen,
        overdue=payment.state == PaymentState.OVERDUE,
    )  # fmt: skip


PAYMENTS = Workflow({
    "payment": Step(
        {PaymentState.PENDING, PaymentState.OVERDUE}, PaymentState.PAID, _DEPARTMENT, "登记支付", party=_own,
        fact=_recorded,
    ),
    "receipt": Step(
        {PaymentState.PAID}, PaymentState.CONFIRMED, _CONFIRMING, "确认到账", party=_confirms,
        fact=lambda row, _: PaymentConfirmed(title=row.title, charged_home=row.charged_home, amount=row.fen),
    ),
    "dispute": Step(
        {PaymentState.PAID}, {"pending": PaymentState.PENDING, "overdue": PaymentState.OVERDUE}, _CONFIRMING,
        "反映未到账", party=_confirms, fact={"pending": _disputed, "overdue": _disputed},
    ),
    # What the system does by itself; nobody may ask for it.
    "lateness": Step(
        {PaymentState.PENDING}, PaymentState.OVERDUE,
        fact=lambda row, _: PaymentOverdue(
            title=row.title, charged_home=row.charged_home, due_on=row.due_on, amount=row.fen
        ),
    ),
    "cancellation": Step({PaymentState.PENDING}, PaymentState.CANCELLED),
})  # fmt: skip


class Agreement(Aggregate, Base, table=True):
    """What a department agreed on for a task in one village, which is `region`."""

    __tablename__ = "agreement"
    __table_args__ = (
        sa.Index(
            "one_agreement_per_village", "admission_id", "region", unique=True,
            postgresql_where=sa.text("state <> 'terminated'"),
        ),
    )  # fmt: skip

    reason_columns: ClassVar[tuple[str, ...]] = ("reason",)

    admission_id: UUID = Field(foreign_key="admission.id", index=True)
    department: str = Field(max_length=60, index=True)
    charged_home: str = Field(max_length=12)
    title: str = Field(max_length=200)
    number: str = Field(max_length=60)
    receiver: Receiver = enumerated(Receiver)
    receiver_name: str = Field(max_length=200)
    content: str = Field(max_length=2000)
    price_yuan: Decimal = Field(max_digits=14, decimal_places=2)
    signed_on: date
    state: State = enumerated(State, default=State.RUNNING)
    accepted_on: date | None = None
    reason: str | None = Field(default=None, max_length=500)


class Payment(Aggregate, Base, table=True):
    """One instalment of an agreement; what fell due and is neither paid nor confirmed is owed to the village."""

    __tablename__ = "payment"
    __table_args__ = (sa.Index("pending_payment_by_due_day", "due_on", postgresql_where=sa.text("state = 'pending'")),)

    reason_columns: ClassVar[tuple[str, ...]] = ("reason",)

    agreement_id: UUID = Field(foreign_key="agreement.id", index=True)
    department: str = Field(max_length=60, index=True)
    charged_home: str = Field(max_length=12)
    title: str = Field(max_length=200)
    receiver_name: str = Field(max_length=200)
    due_on: date
    amount_yuan: Decimal = Field(max_digits=14, decimal_places=2)
    state: PaymentState = enumerated(PaymentState, default=PaymentState.PENDING)
    paid_on: date | None = None
    voucher: str | None = Field(default=None, max_length=100)
    reason: str | None = Field(default=None, max_length=500)

    @property
    def fen(self) -> int:
        """The amount in hundredths of a yuan, as events tell it."""
        return int(self.amount_yuan * 100)

    @property
    def overdue_at(self) -> datetime | None:
        """When it falls overdue by itself."""
        return end_of_day(self.due_on) if self.state == PaymentState.PENDING else None


def _to_confirm(model: type[Agreement] | type[Payment]) -> Condition:
    """`_confirms` in SQL."""
    of_county = col(model.charged_home).endswith("000000")
    return lambda caller: of_county if Role.TOWNSHIP in caller.roles else sa.not_(of_county)


TODOS = (
    Todo(
        "acceptance_confirmation", "确认委托事项验收", Agreement, WORKFLOW, "confirmation",
        record="read_agreement", subject="title", among=_to_confirm(Agreement),
    ),
    Todo(
        "payment", "支付委托经费", Payment, PAYMENTS, "payment", reminded=True,
        record="read_payment", subject="title", due="due_on", among=own_department(Payment),
    ),
    Todo(
        "payment_receipt", "确认委托经费到账", Payment, PAYMENTS, "receipt",
        record="read_payment", subject="title", among=_to_confirm(Payment),
    ),
)  # fmt: skip
