"""Off-plan demands: the table."""

from enum import StrEnum

from contracts.report import OffplanConfirmed, OffplanDismissed
from countykit import cases
from countykit.cases import Case, judgement
from servicekit.tables import enumerated
from sqlmodel import Field

from report_svc.models import Base


class Channel(StrEnum):
    """How the demand reached the village."""

    PAPER = "paper"
    EMAIL = "email"
    GROUP = "group"
    PHONE = "phone"
    APP = "app"


class OffplanDemand(Case, Base, table=True):
    """One report of a form that was demanded outside of the catalogue."""

    __tablename__ = "offplan_demand"

    title: str = Field(max_length=200)
    table_number: str | None = Field(default=None, max_length=60)
    reached: Channel = enumerated(Channel)
    details: str | None = Field(default=None, max_length=1000)


WORKFLOW = cases.workflow(
    confirmed=lambda demand, _: OffplanConfirmed(title=demand.title, charged_home=demand.charged_home),
    dismissed=lambda demand, _: OffplanDismissed(title=demand.title),
)


TODOS = (
    judgement(
        "offplan_demand_judgement", "核实计划外要表反映", OffplanDemand, WORKFLOW,
        record="read_offplan_demand",
    ),
)  # fmt: skip
