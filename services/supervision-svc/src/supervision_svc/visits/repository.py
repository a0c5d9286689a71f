"""SQL about visits; every door takes the caller's scope."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from countykit import cases
from countykit.filters import Subtree
from countykit.identity import Caller
from countykit.joining import outcome
from servicekit.filters import AnyOf, Equal, Present, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from supervision_svc.visits.models import CHARGING, CLEARED, JUDGED, State, Visit

_NONE = frozenset({State.DISMISSED, State.JOINED})
"""The states of a report that is no visit of its own."""
_LOCK_VILLAGE = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:village, 0))")


def visible(caller: Caller) -> sa.Select[Visit]:
    """The visits that a caller may see; a report is a case until it is judged."""
    return sa.select(Visit).where(seen(caller).where(Visit))


@dataclass(frozen=True, slots=True)
class Accompanied(cases.Seen):
    """What a caller may see of visits, and those that their team made, whosever they are."""

    def where(self, model: type[Any]) -> sa.ColumnElement[bool]:
        """The condition of every read and write."""
        # Named, since a dataclass with slots has another class than the one that `super()` knows.
        seen = cases.Seen.where(self, model)
        if self.caller is None or self.caller.is_of_a_township:
            return seen
        return seen | sa.or_(*(col(Visit.recorders).contains([login]) for login in sorted(self.caller.logins)))


def seen(caller: Caller) -> cases.Seen:
    """What a caller may see of visits, in reads and steps."""
    return Accompanied.by(caller, JUDGED | {State.COMPLETED}, "recorded_by")


async def get(tx: Transaction, caller: Caller, visit_id: UUID) -> Visit:
    """One visit to look at; raises NotFound."""
    return await tx.one(visible(caller).where(col(Visit.id) == visit_id))


async def locked(tx: Transaction, caller: Caller, visit_id: UUID) -> Visit:
    """One visit to change; raises NotFound for one that the caller may not see."""
    return await tx.locked(Visit, visit_id, seen(caller))


async def place_in_week(tx: Transaction, village: str, day: date, *, by_body: bool = False) -> int:
    """Which visit of its village and week (Monday to Sunday) a new one will be; several reports of one count once.

    Dismissed reports do not count, nor for a body's own visit those that nobody has judged: its place would tell.
    """
    # Two visits recorded at once must not both be the second one, and there is no row yet that could be locked.
    await tx.session.execute(_LOCK_VILLAGE, {"village": village})
    monday = day - timedelta(days=day.weekday())
    statement = sa.select(sa.func.count(col(Visit.id))).where(
        col(Visit.region) == village,
        col(Visit.visited_on).between(monday, monday + timedelta(days=6)),
        col(Visit.state).not_in(_NONE | {State.REPORTED} if by_body else _NONE),
    )
    return 1 + (await tx.session.execute(statement)).scalar_one()


async def counts(tx: Transaction, visit_id: UUID) -> bool:
    """Whether a drawn village counts by this visit, or answers were written down of it."""
    known = sa.text("""
        SELECT 1 FROM drawn_village WHERE visit_id = :id UNION ALL SELECT 1 FROM visit_checklist WHERE visit_id = :id
    """)
    return (await tx.session.execute(known, {"id": visit_id})).first() is not None


async def already_reported(tx: Transaction, caller: Caller, village: str, department: str, day: date) -> bool:
    """Whether a report of the department's off-plan visit of that day stands that the caller knows of."""
    statement = sa.select(col(Visit.id)).where(
        seen(caller).where(Visit),
        col(Visit.region) == village,
        col(Visit.reported_department) == department,
        col(Visit.visited_on) == day,
        outcome(Visit).not_in(CLEARED),
    )
    return (await tx.session.execute(statement.limit(1))).first() is not None


async def already_charged(tx: Transaction, visit: Visit) -> bool:
    """Whether another report of the same visit was confirmed and stands."""
    statement = sa.select(col(Visit.id)).where(
        col(Visit.region) == visit.region,
        col(Visit.reported_department) == visit.reported_department,
        col(Visit.visited_on) == visit.visited_on,
        col(Visit.state).in_(CHARGING),
    )
    return (await tx.session.execute(statement.limit(1))).first() is not None


FILTERS = filters(
    Visit,
    region=Subtree(),
    state=AnyOf(),
    planned=Present("plan", description="whether the visit has its place in a plan"),
    department=Equal(
        column=sa.func.coalesce(col(Visit.department), col(Visit.reported_department)),
        kind=str,
        description="code of the visiting body, or of the one that a report accuses",
    ),
    unannounced=Equal(),
    team=Equal(column="team_id"),
)
