"""SQL about passes and their checks."""

from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from countykit import lineage
from countykit.filters import Subtree
from countykit.identity import Caller, Role, Scope
from servicekit.errors import NotFound
from servicekit.filters import AnyOf, Equal, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from supervision_svc.passes.models import PassCheck, State, VisitPass
from supervision_svc.plan.conflicts import DATED_DAYS
from supervision_svc.plan.models import PlanEntry
from supervision_svc.plan.models import State as PlanState
from supervision_svc.plan.repository import WATCHING, concerning, goes_by

PASSES = filters(VisitPass, region=Subtree(), state=AnyOf(), number=Equal(), department=Equal(), visit_on=Equal())
CHECKED = filters(PassCheck, region=Subtree(), state=AnyOf(), answer=AnyOf(), reason=AnyOf())
_BELOW = frozenset({Role.TOWNSHIP, Role.VILLAGE})


def passes(caller: Caller) -> sa.Select[VisitPass]:
    """The passes that a caller may see: below the county an unannounced one only once those who came are there."""
    if caller.roles & WATCHING and not caller.is_of_a_township:
        return sa.select(VisitPass).where(caller.scope.where(VisitPass))
    allowed: list[sa.ColumnElement[bool]] = [sa.false()]
    within = caller.area.where(VisitPass)
    if Role.DEPARTMENT in caller.roles:
        allowed.append(col(VisitPass.department).in_(caller.bodies))
    if caller.roles & _BELOW:
        allowed.append(within & (col(VisitPass.announced) | (col(VisitPass.state) == State.USED)))
    return sa.select(VisitPass).where(sa.or_(*allowed))


def checks(caller: Caller) -> sa.Select[PassCheck]:
    """The checks that a caller may see: those who watch, and the village itself; neither its township nor the body."""
    if caller.roles & WATCHING and not caller.is_of_a_township:
        return sa.select(PassCheck).where(caller.scope.where(PassCheck))
    own = caller.scope.where(PassCheck) if Role.VILLAGE in caller.roles else sa.false()
    return sa.select(PassCheck).where(own)


async def visit_pass(tx: Transaction, caller: Caller, pass_id: UUID) -> VisitPass:
    """One pass; raises NotFound."""
    return await tx.one(passes(caller).where(col(VisitPass.id) == pass_id))


async def locked(tx: Transaction, caller: Caller, pass_id: UUID) -> VisitPass:
    """One pass to change; raises NotFound, StaleVersion."""
    statement = passes(caller).where(col(VisitPass.id) == pass_id).with_only_columns(col(VisitPass.region))
    region = (await tx.session.execute(statement)).scalar_one_or_none()
    if region is None:
        raise NotFound
    return await tx.locked(VisitPass, pass_id, Scope(region))


async def check(tx: Transaction, caller: Caller, check_id: UUID) -> PassCheck:
    """One check; raises NotFound."""
    return await tx.one(checks(caller).where(col(PassCheck.id) == check_id))


async def by_code(tx: Transaction, code: str) -> VisitPass | None:
    """The pass of a code wherever it is valid, locked: of two checks at once one finds it used."""
    statement = sa.select(VisitPass).where(col(VisitPass.code) == code).with_for_update()
    return (await tx.session.execute(statement)).scalar_one_or_none()


async def shown_to_anybody(tx: Transaction, code: str) -> VisitPass | None:
    """The pass of a code, to look at."""
    return (await tx.session.execute(sa.select(VisitPass).where(col(VisitPass.code) == code))).scalar_one_or_none()


async def issued_for(tx: Transaction, entry_id: UUID) -> int:
    """How many visits of an entry have their pass."""
    statement = sa.select(sa.func.count()).where(
        col(VisitPass.entry_id) == entry_id, col(VisitPass.state) != State.VOID
    )
    return int((await tx.session.execute(statement)).scalar_one())


async def visits_of_others(
    tx: Transaction, entry: PlanEntry, region: str, monday: date
) -> list[tuple[UUID, date, date]]:  # fmt: skip
    """When other bodies go to a village in a week: by their passes, and by entries that say their days to a week."""
    sunday = monday + timedelta(days=6)
    going = sa.select(col(VisitPass.entry_id), col(VisitPass.visit_on), col(VisitPass.visit_on)).where(
        col(VisitPass.region) == region, col(VisitPass.state) != State.VOID, col(VisitPass.entry_id) != entry.id,
        col(VisitPass.visit_on).between(monday, sunday), col(VisitPass.department).not_in(entry.bodies),
    )  # fmt: skip
    dated = sa.select(col(PlanEntry.id), col(PlanEntry.starts_on), col(PlanEntry.ends_on)).where(
        concerning(region), col(PlanEntry.state) == PlanState.PUBLISHED, col(PlanEntry.id) != entry.id,
        col(PlanEntry.starts_on) <= sunday, col(PlanEntry.ends_on) >= monday,
        col(PlanEntry.ends_on) - col(PlanEntry.starts_on) < DATED_DAYS,
        col(PlanEntry.department).not_in(entry.bodies),
    )  # fmt: skip
    return [(row[0], row[1], row[2]) for each in (going, dated) for row in await tx.session.execute(each)]


async def arrived(
    tx: Transaction, caller: Caller, year: int | None, department: str | None
) -> list[tuple[VisitPass, PlanEntry]]:  # fmt: skip
    """The unannounced visits that came to a township or village: known there from the arrival on, and no day before."""
    if not caller.roles & _BELOW:
        return []
    statement = sa.select(VisitPass, PlanEntry).join(PlanEntry, col(PlanEntry.id) == col(VisitPass.entry_id)).where(
        caller.area.where(VisitPass), col(VisitPass.state) == State.USED, sa.not_(col(VisitPass.announced)),
        sa.true() if year is None else col(PlanEntry.year) == year,
        sa.true() if department is None else col(VisitPass.department) == department,
    )  # fmt: skip
    rows = await tx.session.execute(statement.order_by(col(VisitPass.visit_on), col(VisitPass.id)))
    return [(row[0], row[1]) for row in rows]


async def exists(tx: Transaction, entry_id: UUID, region: str, day: date) -> bool:
    """Whether there is a pass for this visit."""
    statement = sa.select(col(VisitPass.id)).where(
        col(VisitPass.entry_id) == entry_id, col(VisitPass.region) == region, col(VisitPass.visit_on) == day,
        col(VisitPass.state) != State.VOID,
    )  # fmt: skip
    return (await tx.session.execute(statement)).first() is not None


async def entry_of(tx: Transaction, row: VisitPass) -> PlanEntry:
    """The plan entry of a pass."""
    return (await tx.session.execute(sa.select(PlanEntry).where(col(PlanEntry.id) == row.entry_id))).scalar_one()


async def may_have_a_plan(tx: Transaction, department: str, village: str, day: date) -> bool:
    """Whether a body has an announced entry for a village and day, or any unannounced one in the year.

    Not for which village and day the unannounced one is: a village that asks every morning would find it out.
    """
    body = goes_by(await lineage.bodies(tx, department))
    place = sa.or_(*(concerning(code) for code in await lineage.family(tx, village)))
    here = place & (col(PlanEntry.starts_on) <= day) & (col(PlanEntry.ends_on) >= day)
    statement = sa.select(col(PlanEntry.id)).where(
        body, col(PlanEntry.state) == PlanState.PUBLISHED, sa.not_(col(PlanEntry.announced)) | here,
        col(PlanEntry.year) == day.year,
    )  # fmt: skip
    return (await tx.session.execute(statement.limit(1))).first() is not None
