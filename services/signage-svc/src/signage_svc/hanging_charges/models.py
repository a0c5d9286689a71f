"""Charges of boards without a grant: the table, and the steps of a case."""

from datetime import date
from uuid import UUID

from contracts.hanging_charges import (
    HangingChargeDismissalProposed,
    HangingChargeJoined,
    HangingChargeOverdue,
    HangingChargeParted,
)
from contracts.hangings import (
    HangingChargeConfirmed,
    HangingChargeDismissed,
    HangingChargeObjected,
    HangingChargeRetracted,
    HangingChargeUpheld,
)
from countykit import cases
from countykit.cases import Case, State, judgement
from countykit.objections import objection_review
from sqlmodel import Field

from signage_svc.models import Base


class HangingCharge(Case, Base, table=True):
    """One body had one board hung without passing the gate. The village where it hangs is never charged."""

    __tablename__ = "hanging_charge"

    title: str = Field(max_length=200)
    plaque_id: UUID = Field(foreign_key="plaque.id", index=True)
    fingerprint: str = Field(max_length=100)
    occurred_on: date
    """The day on which it was hung, as far as it is known."""
    written: str | None = Field(default=None, max_length=500)


WORKFLOW = cases.workflow(
    confirmed=lambda charge, _: HangingChargeConfirmed(title=charge.title, charged_home=charge.charged_home),
    dismissed=lambda charge, _: HangingChargeDismissed(title=charge.title),
    proposed=lambda charge, _: HangingChargeDismissalProposed(title=charge.title),
    joined=lambda charge, _: HangingChargeJoined(title=charge.title, into=charge.joined_to),
    parted=lambda charge, _: HangingChargeParted(title=charge.title),
    late=lambda charge, _: HangingChargeOverdue(title=charge.title, judge_by=charge.judge_by),
    objected=lambda charge, _: HangingChargeObjected(charged_home=charge.charged_home),
    upheld=lambda charge, _: HangingChargeUpheld(charged_home=charge.charged_home),
    retracted=lambda charge, day: HangingChargeRetracted(
        charged_home=charge.charged_home, counted_on=day, by_objection=charge.state is State.OVERTURNED
    ),
)


TODOS = (
    *judgement("hanging_charge", "未经准入挂牌", HangingCharge, WORKFLOW, record="read_hanging_charge"),
    objection_review(
        "hanging_charge_review", "复核未经准入挂牌认定申诉", HangingCharge, WORKFLOW, record="read_hanging_charge",
    ),
)  # fmt: skip
