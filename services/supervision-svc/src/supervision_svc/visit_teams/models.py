"""Visit teams: the table, and the rules about one row.

formed ──► dissolved
"""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts.envelope import Event
from contracts.titles import TitledEnum
from contracts.visit_teams import VisitTeamChanged, VisitTeamDissolved
from countykit.identity import Caller, Role
from countykit.tables import Aggregate
from servicekit.tables import document, enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from supervision_svc.models import Base


class State(TitledEnum, name="visit_team_state", title_zh="到村检查组状态"):
    """Whether a team goes."""

    FORMED = "formed", "已组建"
    DISSOLVED = "dissolved", "已撤销"


_FORMERS = frozenset({Role.COUNTY_OFFICE})
_GOING = frozenset({Role.INSPECTOR, Role.DEPARTMENT})


def goes_along(row: "VisitTeam", caller: Caller) -> bool:
    """Whether the caller is one of its people, and nobody of a township, whoever wrote their account down."""
    return caller.is_any_of(*row.accounts) and not caller.is_of_a_township


def its_county(row: "VisitTeam", caller: Caller) -> bool:
    """A team is the county office's; one of another county that goes along by invitation changes nothing."""
    return caller.area.covers(row.region) and not caller.is_of_a_township


def _changed(row: "VisitTeam", _: State) -> Event:
    return VisitTeamChanged(**row.size, starts_on=row.starts_on, ends_on=row.ends_on)


WORKFLOW = Workflow({
    "visits": Step({State.FORMED}, None, _GOING, "登记到村检查", party=goes_along),
    "membership": Step({State.FORMED}, None, _FORMERS, "调整人员或行程", party=its_county, fact=_changed),
    "dissolution": Step(
        {State.FORMED}, State.DISSOLVED, _FORMERS, "撤销检查组", party=its_county,
        fact=lambda row, _: VisitTeamDissolved(**row.size),
    ),
})  # fmt: skip


class VisitTeam(Aggregate, Base, table=True):
    """One team. `region` is the county; `route` are the villages in the order in which it goes there."""

    __tablename__ = "visit_team"
    reason_columns: ClassVar[tuple[str, ...]] = ("note",)
    __table_args__ = (sa.Index("visit_team_accounts_idx", "accounts", postgresql_using="gin"),)

    number: str | None = Field(default=None, max_length=30)
    """The plan entry that it goes by; none under a draw."""
    department: str | None = Field(default=None, max_length=60)
    """The body whose plan entry it is: whose visits these are."""
    draw_id: UUID | None = Field(default=None, foreign_key="draw.id", index=True)
    work_group_id: UUID | None = Field(default=None, foreign_key="work_group.id", index=True)
    """The work group in whose name it goes; it signs the visits."""
    unannounced: bool
    starts_on: date
    ends_on: date
    route: list[str] = document()
    members: list[dict[str, Any]] = document()
    accounts: list[str] = document()
    """The logins of those members who record what the team saw."""
    state: State = enumerated(State, default=State.FORMED)
    note: str | None = Field(default=None, max_length=500)
    formed_by: str = Field(max_length=200)

    @property
    def size(self) -> dict[str, int]:
        """What events say of it."""
        bodies = {member["department"] for member in self.members}
        return {"members": len(self.members), "bodies": len(bodies), "stops": len(self.route)}

    @property
    def reference(self) -> str:
        """What its visits name as their plan."""
        return self.number or f"随机抽取{self.starts_on:%Y%m%d}"
