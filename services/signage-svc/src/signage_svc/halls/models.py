"""Service halls: the table, and the steps."""

from typing import Any

import sqlalchemy as sa
from contracts.service_places import HallClosed, HallOpened, HallRevised
from contracts.titles import TitledEnum
from countykit.identity import Role
from countykit.tables import Aggregate
from servicekit.tables import document, enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from signage_svc.models import Base


class State(TitledEnum, name="hall_state", title_zh="服务大厅状态"):
    """Whether a hall serves people."""

    OPEN = "open", "启用"
    CLOSED = "closed", "停用"


class AreaKind(TitledEnum, name="hall_area_kind", title_zh="功能区域类别"):
    """Which colour the short sign of an area has."""

    PARTY = "party", "党建类"
    SERVICE = "service", "服务类"


_TOWNSHIP = frozenset({Role.TOWNSHIP})
WORKFLOW = Workflow({
    "revision": Step(
        {State.OPEN}, None, _TOWNSHIP, "调整布局", fact=lambda hall, _: HallRevised(**hall.counts)
    ),
    "closure": Step({State.OPEN}, State.CLOSED, _TOWNSHIP, "停用", fact=lambda *_: HallClosed()),
})  # fmt: skip


class Hall(Aggregate, Base, table=True):
    """One hall of a township or a village. `areas` is its plan, which is replaced as a whole."""

    __tablename__ = "hall"
    __table_args__ = (
        sa.Index("one_hall_per_name", "region", "name", unique=True, postgresql_where=sa.text("state = 'open'")),
    )

    code: str = Field(max_length=16, unique=True)
    """What the QR code on the sign carries."""
    name: str = Field(max_length=60)
    at_party_centre: bool
    """The party service centre (党群服务中心) is the base of a village's services."""
    address: str = Field(max_length=200)
    hours: str = Field(max_length=100)
    phone: str | None = Field(default=None, max_length=40)
    areas: list[dict[str, Any]] = document()
    state: State = enumerated(State, default=State.OPEN)
    reason: str | None = Field(default=None, max_length=500)

    @property
    def windows(self) -> list[dict[str, Any]]:
        """All windows, area by area."""
        return [window for area in self.areas for window in area["windows"]]

    @property
    def counts(self) -> dict[str, int]:
        """How large the hall is, for its events."""
        matters = {matter for window in self.windows for matter in window["matters"]}
        return {"areas": len(self.areas), "windows": len(self.windows), "matters": len(matters)}

    def opened(self) -> HallOpened:
        """The event of a new hall."""
        return HallOpened(**self.counts)
