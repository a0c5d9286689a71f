"""Bodies and views of charges of boards without a grant."""

from datetime import date
from typing import Self
from uuid import UUID

from countykit.cases import CaseView
from countykit.identity import Caller
from pydantic import Field
from servicekit.bodies import Body

from signage_svc.hanging_charges.models import WORKFLOW, HangingCharge


class HangingChargeEntry(Body):
    """A board that hangs without a grant, and who demanded it."""

    plaque_id: UUID
    department: str | None = Field(
        None, max_length=60, title="要求挂牌机构", description="without it, the body that the ledger names",
        examples=["990101-WLJ"],
    )  # fmt: skip
    written: str = Field(
        min_length=2, max_length=500, title="书面要求", description="the paper that demanded it, as it names itself",
        examples=["关于统一悬挂工作站牌子的通知"],
    )  # fmt: skip


class HangingChargeView(CaseView):
    """A charge as it is shown; the accused body learns the board, never who reported it or from which village."""

    table_title = "未经准入挂牌"
    workflow = WORKFLOW

    title: str = Field(title="牌子名称")
    plaque_id: UUID | None = Field(title="牌子记录", description="null for the accused body")
    occurred_on: date = Field(title="挂牌日期")
    written: str | None = Field(title="书面要求", description="null for the accused body")

    @classmethod
    def of(cls, charge: HangingCharge, caller: Caller) -> Self:
        """The view, fitted to its reader."""
        view = super().of(charge, caller)
        if view.as_seen_by(charge, caller):
            view.plaque_id = view.written = None
        return view
