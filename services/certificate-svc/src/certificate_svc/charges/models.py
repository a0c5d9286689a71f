"""Charges of forbidden demands: the table."""

from datetime import date

from contracts.demand_charges import (
    DemandChargeConfirmed,
    DemandChargeDismissalProposed,
    DemandChargeDismissed,
    DemandChargeJoined,
    DemandChargeObjected,
    DemandChargeOverdue,
    DemandChargeParted,
    DemandChargeRetracted,
    DemandChargeUpheld,
)
from countykit import cases
from countykit.cases import Case, State, judgement
from countykit.objections import objection_review
from sqlmodel import Field

from certificate_svc.models import Base


class DemandCharge(Case, Base, table=True):
    """One body demanded one forbidden certificate: all demands of it within 30 days are one charge."""

    __tablename__ = "demand_charge"

    title: str = Field(max_length=200)
    item_code: str = Field(max_length=60, index=True)
    occurred_on: date
    """The day of the demand that it began with."""
    written: str | None = Field(default=None, max_length=500)


WORKFLOW = cases.workflow(
    confirmed=lambda charge, _: DemandChargeConfirmed(
        item=charge.item_code, title=charge.title, charged_home=charge.charged_home
    ),
    proposed=lambda charge, _: DemandChargeDismissalProposed(item=charge.item_code, title=charge.title),
    joined=lambda charge, _: DemandChargeJoined(item=charge.item_code, title=charge.title, into=charge.joined_to),
    parted=lambda charge, _: DemandChargeParted(item=charge.item_code, title=charge.title),
    late=lambda charge, _: DemandChargeOverdue(item=charge.item_code, title=charge.title, judge_by=charge.judge_by),
    dismissed=lambda charge, _: DemandChargeDismissed(item=charge.item_code, title=charge.title),
    objected=lambda charge, _: DemandChargeObjected(charged_home=charge.charged_home),
    upheld=lambda charge, _: DemandChargeUpheld(charged_home=charge.charged_home),
    retracted=lambda charge, day: DemandChargeRetracted(
        charged_home=charge.charged_home, counted_on=day, by_objection=charge.state is State.OVERTURNED
    ),
)


TODOS = (
    *judgement("demand_charge", "索要证明反映", DemandCharge, WORKFLOW, record="read_demand_charge"),
    objection_review(
        "demand_charge_review", "复核索要证明认定申诉", DemandCharge, WORKFLOW, record="read_demand_charge",
    ),
)  # fmt: skip
