"""SQL about reminder letters; every door takes the caller's scope."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from countykit.calendar import counted_before
from countykit.filters import Subtree, Year
from countykit.identity import Scope
from servicekit.filters import AnyOf, Equal, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from supervision_svc.letters.models import Letter

_NEXT_SERIAL = sa.text("""
    INSERT INTO letter_serial AS s (county, year, last) VALUES (:county, :year, 1)
    ON CONFLICT (county, year) DO UPDATE SET last = s.last + 1 RETURNING last
""")


async def next_serial(tx: Transaction, county: str, year: int) -> int:
    """The next number of a county and year; locked until the commit, and given back by a rollback."""
    return int((await tx.session.execute(_NEXT_SERIAL, {"county": county, "year": year})).scalar_one())


async def get(tx: Transaction, scope: Scope, letter_id: UUID) -> Letter:
    """One letter to look at."""
    return await tx.get(Letter, letter_id, scope)


async def locked(tx: Transaction, scope: Scope, letter_id: UUID) -> Letter:
    """One letter to change."""
    return await tx.locked(Letter, letter_id, scope)


async def locked_of_older_calendar(tx: Transaction, version: int, most: int) -> Sequence[Letter]:
    """Letters whose deadline is provisional and was computed before this version of the calendar."""
    statement = sa.select(Letter).where(col(Letter.provisional), counted_before(Letter, version))
    locking = statement.order_by(col(Letter.id)).limit(most).with_for_update()
    return (await tx.session.execute(locking)).scalars().all()


FILTERS = filters(
    Letter,
    region=Subtree(),
    state=AnyOf(),
    year=Equal(kind=Year),
)


def visible(scope: Scope) -> sa.Select[Letter]:
    """The letters that a caller may see."""
    return sa.select(Letter).where(scope.where(Letter))
