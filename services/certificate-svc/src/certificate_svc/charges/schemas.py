"""What is shown of a charge."""

from datetime import date
from typing import Self

from countykit.cases import CaseView
from countykit.identity import Caller
from pydantic import Field

from certificate_svc.charges.models import WORKFLOW, DemandCharge


class DemandChargeView(CaseView):
    """A charge as it is shown; the accused body learns the matter, never how many said so or what they brought."""

    table_title = "违规索要证明"
    workflow = WORKFLOW

    title: str = Field(title="证明事项")
    item_code: str = Field(title="事项编码")
    occurred_on: date = Field(title="索要日期")
    written: str | None = Field(title="书面要求", description="the paper in which it was demanded, as it names itself")
    reports: int | None = Field(title="登记次数", description="null for the accused body")

    @classmethod
    def of(cls, charge: DemandCharge, caller: Caller) -> Self:
        """The view, fitted to its reader."""
        view = super().of(charge, caller)
        if view.as_seen_by(charge, caller) or (caller.is_of_a_township and charge.reported_by != caller.sub):
            view.reported_by = view.written = view.reports = None
        return view
