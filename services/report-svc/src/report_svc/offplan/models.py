"""Off-plan demands: the table."""

from contracts.report import OffplanConfirmed, OffplanDismissed
from contracts.titles import TitledEnum
from countykit import cases
from countykit.cases import Case, judgement
from servicekit.tables import enumerated
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
