"""SQL about admissions; every door takes the caller's scope, a department or an unguessable number."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from countykit.calendar import counted_before
from countykit.due import last_days
from countykit.identity import Scope
from servicekit.filters import AnyOf, Equal, Own, Words, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from checklist_svc.admissions.assignments.repository import assigned_there
from checklist_svc.admissions.models import Admission
from checklist_svc.admissions.reviews.repository import requested_from
from checklist_svc.admissions.states import UNDECIDED_NUMBER, State

_PUBLIC = (State.GRANTED, State.EXPIRED)
_PROVISIONAL = sa.and_(col(Admission.number).is_not(None), col(Admission.state).in_(UNDECIDED_NUMBER))
"""With the number of an emergency, of which villages know as of any other."""
_OWED = sa.and_(col(Admission.number).is_not(None), col(Admission.state).in_((State.STARTED, State.RETURNED)))
_RUNNING = (State.STARTED, State.SUBMITTED, State.GRANTED)
_UNDECIDED = col(Admission.state) == State.SUBMITTED
_NEXT_SERIAL = sa.text("""
    INSERT INTO admission_number_series AS series (county, year, last) VALUES (:county, :year, 1)
    ON CONFLICT (county, year) DO UPDATE SET last = series.last + 1 RETURNING last
""")
_LOCK_SERIES = sa.text("""
    INSERT INTO admission_number_series AS series (county, year, last) VALUES (:county, :year, 0)
    ON CONFLICT (county, year) DO UPDATE SET last = series.last
""")


def _visible(scope: Scope) -> sa.ColumnElement[bool]:
    """A department sees its own and what it reviews; others their region's, and what the regions above admitted."""
    if scope.department is not None:
        bodies = (scope.department, *scope.former)
        within = replace(scope, department=None).where(Admission)
        return scope.where(Admission) | (within & sa.or_(*(requested_from(body, col(Admission.id)) for body in bodies)))
    known = col(Admission.state).in_(_PUBLIC) | _PROVISIONAL
    return scope.where(Admission) | (scope.where_or_above(Admission) & known)


async def get(tx: Transaction, scope: Scope, admission_id: UUID) -> Admission:
    """One admission to look at."""
    return await tx.one(sa.select(Admission).where(col(Admission.id) == admission_id, _visible(scope)))


FILTERS = filters(
    Admission,
    q=Words("title", "number"),
    state=AnyOf(),
    department=Equal(),
    overdue=Own(bool, description="only those undecided after their last day"),
)


def visible(scope: Scope) -> sa.Select[Admission]:
    """The admissions that a caller may see."""
    return sa.select(Admission).where(_visible(scope))


def overdue(day: date) -> sa.ColumnElement[bool]:
    """Undecided after their last day to decide (LST-03); a provisional day is not held against the county."""
    return sa.and_(_UNDECIDED, col(Admission.decide_by) < day, col(Admission.provisional).is_(False))


async def of_older_calendar(tx: Transaction, version: int, most: int) -> Sequence[Admission]:
    """What waits for a decision or papers, with a last day computed before this version of the calendar; locked."""
    statement = (
        sa.select(Admission)
        .where(_UNDECIDED | _OWED, counted_before(Admission, version))
        .order_by(col(Admission.id))
        .limit(most)
        .with_for_update()
    )
    return (await tx.session.execute(statement)).scalars().all()


async def by_number(tx: Transaction, number: str) -> Admission | None:
    """The admission behind a number."""
    statement = sa.select(Admission).where(col(Admission.number) == number)
    return (await tx.session.execute(statement)).scalar_one_or_none()


async def running_in(tx: Transaction, region: str, *, apart_from: UUID) -> Sequence[Admission]:
    """Running applications and admissions of a county."""
    statement = sa.select(Admission).where(
        Scope(region[:6]).where(Admission), col(Admission.state).in_(_RUNNING), col(Admission.id) != apart_from
    )
    return (await tx.session.execute(statement)).scalars().all()


async def granted_to(tx: Transaction, region: str, department: str) -> Sequence[Admission]:
    """The admissions of a department that villages have to take at present."""
    statement = sa.select(Admission).where(
        Scope(region[:6], department).where(Admission), col(Admission.state) == State.GRANTED
    )
    return (await tx.session.execute(statement)).scalars().all()


async def numbered(tx: Transaction, counties: Collection[str], bodies: Collection[str]) -> Sequence[Admission]:
    """Everything of a department that ever had a number in a county, under all codes of both, the newest first."""
    statement = sa.select(Admission).where(
        sa.or_(*(col(Admission.region).startswith(county) for county in counties)),
        col(Admission.department).in_(bodies), col(Admission.number).is_not(None),
    )  # fmt: skip
    return (await tx.session.execute(statement.order_by(col(Admission.id).desc()))).scalars().all()


async def dispatched(tx: Transaction, known_as: Collection[str], day: date) -> Sequence[Admission]:
    """Everything that was dispatched to a place for a day, under any code of its `lineage.family`, the newest first."""
    statement = sa.select(Admission).where(
        sa.or_(*(col(Admission.region).startswith(county) for county in {code[:6] for code in known_as})),
        col(Admission.number).is_not(None), assigned_there(known_as, day),
    )  # fmt: skip
    return (await tx.session.execute(statement.order_by(col(Admission.id).desc()))).scalars().all()


async def rejected(tx: Transaction, region: str, department: str, admission_id: UUID) -> Admission | None:
    """A rejected application of a department of a county."""
    statement = sa.select(Admission).where(
        Scope(region[:6], department).where(Admission), col(Admission.id) == admission_id,
        col(Admission.state) == State.REJECTED,
    )  # fmt: skip
    return (await tx.session.execute(statement)).scalar_one_or_none()


EXPIRING = last_days(Admission, "valid_until", col(Admission.state) == State.GRANTED)
"""Granted admissions: `Admission.expires_at` in SQL."""

LAPSING = last_days(Admission, "papers_by", _OWED, col(Admission.provisional).is_(False))
"""Emergencies that owe their papers: `Admission.lapses_at` in SQL."""


async def next_serial(tx: Transaction, county: str, year: int) -> int:
    """The next serial of a county and year; holds the series until the transaction ends."""
    return int((await tx.session.execute(_NEXT_SERIAL, {"county": county, "year": year})).scalar_one())


async def lock_series(tx: Transaction, county: str, year: int) -> None:
    """Let the grants of a county follow one another, where no serial is drawn."""
    await tx.session.execute(_LOCK_SERIES, {"county": county, "year": year})
