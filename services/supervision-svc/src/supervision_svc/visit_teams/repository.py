"""SQL about visit teams: those who look after visits see all of their county, a member the teams that they go with."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from countykit import lineage
from countykit.filters import Subtree
from countykit.identity import EVERYTHING, Caller, Role
from countykit.regions import county_of
from servicekit.filters import AnyOf, Equal, Since, Until, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from supervision_svc.draws.models import DrawnVillage
from supervision_svc.draws.models import State as DrawnState
from supervision_svc.plan.models import PlanEntry
from supervision_svc.plan.models import State as PlanState
from supervision_svc.visit_teams.models import VisitTeam
from supervision_svc.visits.models import State as VisitState
from supervision_svc.visits.models import Visit

FILTERS = filters(
    VisitTeam, region=Subtree(), state=AnyOf(), number=Equal(), draw=Equal(column="draw_id"),
    starts_from=Since("starts_on"), starts_until=Until("starts_on"),
)  # fmt: skip
_WATCHING = frozenset({Role.COUNTY_OFFICE, Role.APPROVER, Role.INSPECTOR})
_COUNTY_DIGITS = 6


def visible(caller: Caller) -> sa.Select[VisitTeam]:
    """The teams that a caller may see; nobody placed in a township learns whom to warn."""
    statement = sa.select(VisitTeam)
    if caller.is_of_a_township:
        return statement.where(sa.false())
    own: sa.ColumnElement[bool] = sa.or_(*(col(VisitTeam.accounts).contains([each]) for each in sorted(caller.logins)))
    if caller.roles & _WATCHING and len(caller.region) >= _COUNTY_DIGITS:
        own = own | caller.area.where(VisitTeam)
    return statement.where(own)


async def team(tx: Transaction, caller: Caller, team_id: UUID) -> VisitTeam:
    """One team; raises NotFound."""
    return await tx.one(visible(caller).where(col(VisitTeam.id) == team_id))


async def locked(tx: Transaction, caller: Caller, team_id: UUID) -> VisitTeam:
    """One team to change; raises NotFound, StaleVersion."""
    await team(tx, caller, team_id)
    return await tx.locked(VisitTeam, team_id, EVERYTHING)


async def entry_in_force(tx: Transaction, number: str, county: str) -> PlanEntry | None:
    """The published plan entry of a number in a county's plan."""
    codes = [code[:6] for code in await lineage.family(tx, county_of(county))]
    statement = sa.select(PlanEntry).where(
        col(PlanEntry.number) == number, col(PlanEntry.state) == PlanState.PUBLISHED,
        sa.func.left(PlanEntry.region, 6).in_(codes),
    )  # fmt: skip
    return (await tx.session.execute(statement)).scalar_one_or_none()


async def waiting_villages(tx: Transaction, draw_id: UUID, starts_on: date, ends_on: date) -> set[str]:
    """The villages of a draw that wait for a visit on these days."""
    statement = sa.select(col(DrawnVillage.region)).where(
        col(DrawnVillage.draw_id) == draw_id, col(DrawnVillage.state) == DrawnState.DRAWN,
        col(DrawnVillage.visit_from) <= starts_on, col(DrawnVillage.visit_until) >= ends_on,
    )  # fmt: skip
    return set((await tx.session.execute(statement)).scalars())


async def visited_by(tx: Transaction, team_id: UUID) -> set[str]:
    """The villages that the team has been to."""
    statement = sa.select(col(Visit.region)).where(
        col(Visit.team_id) == team_id, col(Visit.state) == VisitState.COMPLETED
    )
    return set((await tx.session.execute(statement)).scalars())
