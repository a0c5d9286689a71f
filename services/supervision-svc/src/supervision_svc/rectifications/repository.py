"""SQL about rectifications; every door takes the caller's scope."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from countykit.calendar import counted_before
from countykit.due import last_days
from countykit.filters import Subtree
from countykit.identity import Scope
from servicekit.filters import AnyOf, Equal, Own, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from supervision_svc.rectifications.models import UNREPAIRED, Rectification, State

_RUNNING = col(Rectification.state).in_(UNREPAIRED)


async def get(tx: Transaction, scope: Scope, rectification_id: UUID) -> Rectification:
    """One rectification to look at."""
    return await tx.get(Rectification, rectification_id, scope)


async def locked(tx: Transaction, scope: Scope, rectification_id: UUID) -> Rectification:
    """One rectification to change."""
    return await tx.locked(Rectification, rectification_id, scope)


async def locked_of_letter(tx: Transaction, letter_id: UUID) -> Sequence[Rectification]:
    """The rectifications of a letter that were not taken back, locked in one order."""
    statement = sa.select(Rectification).where(
        col(Rectification.letter_id) == letter_id, col(Rectification.state) != State.CANCELLED
    )
    return await _locked_in_order(tx, statement)


async def locked_of_finding(tx: Transaction, finding_id: UUID) -> Sequence[Rectification]:
    """The repairs of a finding that were not taken back, locked in one order."""
    statement = sa.select(Rectification).where(
        col(Rectification.finding_id) == finding_id, col(Rectification.state) != State.CANCELLED
    )
    return await _locked_in_order(tx, statement)


_FILES = sa.text("""
    SELECT id FROM attachment WHERE record_kind = 'rectification' AND record_id = :repair
    AND (CAST(:logins AS text[]) IS NULL OR uploaded_by = ANY(CAST(:logins AS text[])))
""")
_VISIT_SHOWS = sa.text("""
    SELECT 1 FROM visit WHERE id = :visit AND left(region, 9) = left(:region, 9) AND state = 'completed'
    AND visited_on >= coalesce(CAST(:since AS date), '-infinity')
""")


async def files_of(tx: Transaction, repair: UUID, logins: Collection[str] | None) -> set[UUID]:
    """The files on a repair; of some logins only, where they are named."""
    known = {"repair": repair, "logins": None if logins is None else sorted(logins)}
    return set((await tx.session.execute(_FILES, known)).scalars())


async def visit_shows(tx: Transaction, visit: UUID, repair: Rectification) -> bool:
    """Whether a visit went to the township's villages on the day of the submission or later."""
    known = {"visit": visit, "region": repair.region, "since": repair.submitted_on}
    return (await tx.session.execute(_VISIT_SHOWS, known)).first() is not None


PASSING = last_days(
    Rectification, "deadline", _RUNNING, col(Rectification.provisional).is_(False),
    col(Rectification.overdue_deadline).is_distinct_from(col(Rectification.deadline)),
)  # fmt: skip
"""The rows whose deadline will pass or has passed, without being published yet: `Rectification.overdue_at` in SQL."""


async def locked_of_older_calendar(tx: Transaction, version: int, most: int) -> Sequence[Rectification]:
    """Unrepaired rectifications whose deadline was computed before this version of the calendar."""
    statement = sa.select(Rectification).where(_RUNNING, counted_before(Rectification, version))
    return await _locked_in_order(tx, statement.limit(most))


async def _locked_in_order(tx: Transaction, statement: sa.Select[Rectification]) -> Sequence[Rectification]:
    locking = statement.order_by(col(Rectification.id)).with_for_update().execution_options(populate_existing=True)
    return list((await tx.session.execute(locking)).scalars())


async def under_repair(tx: Transaction, findings: Collection[UUID]) -> bool:
    """Whether one of the findings already has an unfinished rectification."""
    statement = sa.select(col(Rectification.id)).where(
        col(Rectification.finding_id).in_(findings),
        col(Rectification.state).not_in((State.CLOSED, State.CANCELLED)),
    )
    return (await tx.session.execute(statement.limit(1))).first() is not None


FILTERS = filters(
    Rectification,
    region=Subtree(),
    state=AnyOf(),
    overdue=Own(
        bool, description="whether the deadline has passed without a repair that was submitted by then or accepted"
    ),
    action=AnyOf(),
    letter=Equal(column="letter_id"),
    finding=Equal(column="finding_id"),
)


def visible(scope: Scope) -> sa.Select[Rectification]:
    """The rectifications that a caller may see."""
    return sa.select(Rectification).where(scope.where(Rectification))


def overdue(day: date) -> sa.ColumnElement[bool]:
    """`Rectification.is_overdue` in SQL; a provisional deadline is not held against a township."""
    running = sa.and_(_RUNNING, col(Rectification.deadline) < day, col(Rectification.provisional).is_(False))
    late = col(Rectification.overdue_deadline).is_not_distinct_from(col(Rectification.deadline))
    return sa.or_(running, sa.and_(col(Rectification.state) == State.SUBMITTED, late))
