"""SQL about checklists. What a village answered is read by neither it, nor its township, nor a charged body."""

from uuid import UUID

import sqlalchemy as sa
from countykit.filters import Subtree
from countykit.identity import EVERYTHING, Caller
from servicekit.filters import AnyOf, Equal, Since, Until, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from supervision_svc.checklists.models import VisitChecklist
from supervision_svc.plan.repository import WATCHING
from supervision_svc.visits.models import Visit

FILTERS = filters(
    VisitChecklist, region=Subtree(), state=AnyOf(), visit=Equal(column="visit_id"),
    visited_from=Since("visited_on"), visited_until=Until("visited_on"),
)  # fmt: skip


def visible(caller: Caller) -> sa.Select[VisitChecklist]:
    """The checklists that a caller may see: of their region for those who watch, of its own visits for a team."""
    statement = sa.select(VisitChecklist)
    if caller.is_of_a_township:
        return statement.where(sa.false())
    mine = sa.or_(*(col(Visit.recorders).contains([login]) for login in sorted(caller.logins)))
    own: sa.ColumnElement[bool] = col(VisitChecklist.visit_id).in_(sa.select(col(Visit.id)).where(mine))
    if caller.roles & WATCHING:
        own = own | caller.scope.where(VisitChecklist)
    return statement.where(own)


async def get(tx: Transaction, caller: Caller, checklist_id: UUID) -> VisitChecklist:
    """One checklist; raises NotFound."""
    return await tx.one(visible(caller).where(col(VisitChecklist.id) == checklist_id))


async def locked(tx: Transaction, caller: Caller, checklist_id: UUID) -> VisitChecklist:
    """One checklist to change; raises NotFound, StaleVersion."""
    await get(tx, caller, checklist_id)
    return await tx.locked(VisitChecklist, checklist_id, EVERYTHING)


async def exists(tx: Transaction, visit_id: UUID) -> bool:
    """Whether a visit has its answers."""
    statement = sa.select(col(VisitChecklist.id)).where(col(VisitChecklist.visit_id) == visit_id)
    return (await tx.session.execute(statement)).first() is not None
