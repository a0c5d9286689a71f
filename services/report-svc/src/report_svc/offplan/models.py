"""Off-plan demands: the table."""

from datetime import date, datetime
from typing import Any

from contracts.offplan_demands import OffplanDismissalProposed, OffplanJoined, OffplanOverdue, OffplanParted
from contracts.report import (
    Breach,
    OffplanConfirmed,
    OffplanDismissed,
    OffplanObjected,
    OffplanRetracted,
    OffplanUpheld,
)
from contracts.titles import TitledEnum
from countykit import cases
from countykit.cases import Case, State, judgement
from countykit.objections import objection_review
from countykit.workdays import end_of_day, today
from servicekit.tables import document, enumerated
from sqlmodel import Field

from report_svc.models import Base


class DemandChannel(TitledEnum, name="demand_channel", title_zh="要求送达方式"):
    """How the demand reached the village."""

    PAPER = "paper", "纸质"
    EMAIL = "email", "电子邮件"
    GROUP = "group", "工作群"
    PHONE = "phone", "电话"
    APP = "app", "应用程序"


class OffplanDemand(Case, Base, table=True):
    """One report of a form that was demanded outside of the catalogue."""

    __tablename__ = "offplan_demand"

    title: str = Field(max_length=200)
    table_number: str | None = Field(default=None, max_length=60)
    reached: DemandChannel = enumerated(DemandChannel)
    occurred_on: date | None = None
    """The day of the demand, by whose catalogue it is judged; the day of the report where none was named."""
    details: str | None = Field(default=None, max_length=1000)
    columns: list[dict[str, Any]] = document(default_factory=list)
    """What the demanded form asks for, as far as the reporter copied it."""
    outside_platform: bool = False
    """Whether a catalogued form was to be filled in once more outside of the platform."""
    resembles: list[dict[str, Any]] = document(default_factory=list)
    """The forms that it was like on the day of the report."""
    breach: Breach | None = enumerated(Breach, default=None)
    """What was found, once the demand is confirmed."""

    @property
    def judged_as_of(self) -> tuple[datetime, date]:
        """The moment and day by whose catalogue it is judged: what was added or stopped afterwards changes nothing."""
        day = self.occurred_on or today(self.created_at)
        return min(self.created_at, end_of_day(day)), day


WORKFLOW = cases.workflow(
    confirmed=lambda demand, _: OffplanConfirmed(
        title=demand.title, charged_home=demand.charged_home, breach=demand.breach
    ),
    dismissed=lambda demand, _: OffplanDismissed(title=demand.title),
    proposed=lambda demand, _: OffplanDismissalProposed(title=demand.title),
    joined=lambda demand, _: OffplanJoined(title=demand.title, into=demand.joined_to),
    parted=lambda demand, _: OffplanParted(title=demand.title),
    late=lambda demand, _: OffplanOverdue(title=demand.title, judge_by=demand.judge_by),
    objected=lambda demand, _: OffplanObjected(charged_home=demand.charged_home),
    upheld=lambda demand, _: OffplanUpheld(charged_home=demand.charged_home),
    retracted=lambda demand, day: OffplanRetracted(
        charged_home=demand.charged_home, counted_on=day, by_objection=demand.state is State.OVERTURNED
    ),
)


TODOS = (
    *judgement("offplan_demand", "计划外要表反映", OffplanDemand, WORKFLOW, record="read_offplan_demand"),
    objection_review(
        "offplan_demand_review", "复核要表认定申诉", OffplanDemand, WORKFLOW, record="read_offplan_demand",
    ),
)  # fmt: skip
