"""SQL about visits; every door takes the caller's scope."""

from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from countykit.identity import Scope
from countykit.regions import significant
from servicekit.transaction import Transaction
from sqlmodel import col

from supervision_svc.visits.models import State, Visit

_LOCK_VILLAGE = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:village, 0))")


async def get(tx: Transaction, scope: Scope, visit_id: UUID) -> Visit:
    """One visit to look at."""
    return await tx.get(Visit, visit_id, scope)


async def locked(tx: Transaction, scope: Scope, visit_id: UUID) -> Visit:
    """One visit to change."""
    return await tx.locked(Visit, visit_id, scope)


async def place_in_week(tx: Transaction, village: str, day: date) -> int:
    """Which visit of its village and week (Monday to Sunday) a new one will be; dismissed reports do not count."""
    # Two visits recorded at once must not both be the second one, and there is no row yet that could be locked.
    await tx.session.execute(_LOCK_VILLAGE, {"village": village})
    monday = day - timedelta(days=day.weekday())
    statement = sa.select(sa.func.count(col(Visit.id))).where(
        col(Visit.region) == village,
        col(Visit.visited_on).between(monday, monday + timedelta(days=6)),
        col(Visit.state) != State.DISMISSED,
    )
    return 1 + (await tx.session.execute(statement)).scalar_one()


async def already_reported(tx: Transaction, village: str, department: str, day: date) -> bool:
    """Whether the department's off-plan visit of that day stands reported or confirmed."""
    statement = sa.select(col(Visit.id)).where(
        col(Visit.region) == village,
        col(Visit.reported_department) == department,
        col(Visit.visited_on) == day,
        col(Visit.state) != State.DISMISSED,
    )
    return (await tx.session.execute(statement.limit(1))).first() is not None


def matching(
    scope: Scope, *, region: str | None, planned: bool | None, department: str | None, **equal: object
) -> sa.Select[Visit]:
    """The visits of a list request; a region includes what lies within it, `equal` are plain columns."""
    statement = sa.select(Visit).where(scope.where(Visit))
    if region is not None:
        statement = statement.where(Scope(significant(region)).where(Visit))
    if planned is not None:
        statement = statement.where(col(Visit.plan).is_not(None) == planned)
    if department is not None:
        named = sa.func.coalesce(col(Visit.department), col(Visit.reported_department))
        statement = statement.where(named == department)
    return statement.filter_by(**{name: value for name, value in equal.items() if value is not None})
