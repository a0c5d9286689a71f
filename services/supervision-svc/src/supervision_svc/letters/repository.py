"""SQL about reminder letters; every door takes the caller's scope."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from countykit.calendar import counted_before
from countykit.filters import Subtree, Year
from countykit.identity import Scope
from servicekit.filters import AnyOf, Equal, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from supervision_svc.letters.models import GONE, Letter

_NEXT_SERIAL = sa.text("""
    INSERT INTO letter_serial AS s (county, year, last) VALUES (:county, :year, 1)
    ON CONFLICT (county, year) DO UPDATE SET last = s.last + 1 RETURNING last
""")


async def next_serial(tx: Transaction, county: str, year: int) -> int:
    """The next number of a county and year; locked until the commit, and given back by a rollback."""
    return int((await tx.session.execute(_NEXT_SERIAL, {"county": county, "year": year})).scalar_one())


async def recipients_of(tx: Transaction, county: str, texts: Sequence[str], since: date) -> set[str]:
    """The townships of a county that got one of these texts by a letter of that day or later which stands."""
    if not texts:
        return set()
    any_of_them = sa.or_(*(col(Letter.texts).contains([text]) for text in texts))
    statement = sa.select(col(Letter.region)).where(
        col(Letter.county) == county, col(Letter.sent_on) >= since, col(Letter.state).not_in(GONE), any_of_them
    )
    return set((await tx.session.execute(statement.distinct())).scalars())


async def unguided(
    tx: Transaction, region: str, problems: Collection[tuple[str, str]], since: date, most: int
) -> list[str]:  # fmt: skip
    """Numbers of a township's letters since a day about one of these (action, clause), without guidance since."""
    about = (col(Letter.problems).contains([{"action": action, "clause": clause}]) for action, clause in problems)
    guidance = sa.table("guidance", sa.column("region"), sa.column("held_on"))
    guided = sa.select(sa.literal(1)).where(
        guidance.c.region == col(Letter.region), guidance.c.held_on >= col(Letter.sent_on)
    )
    statement = sa.select(col(Letter.number)).where(
        col(Letter.region) == region, col(Letter.sent_on) >= since, col(Letter.state).not_in(GONE),
        sa.or_(sa.false(), *about), ~guided.exists(),
    )  # fmt: skip
    return list((await tx.session.execute(statement.order_by(col(Letter.id).desc()).limit(most))).scalars())


async def get(tx: Transaction, scope: Scope, letter_id: UUID) -> Letter:
    """One letter to look at."""
    return await tx.get(Letter, letter_id, scope)


async def locked(tx: Transaction, scope: Scope, letter_id: UUID) -> Letter:
    """One letter to change."""
    return await tx.locked(Letter, letter_id, scope)


async def locked_by_system(tx: Transaction, letter_id: UUID) -> Letter:
    """The letter of a repair that is locked next; who changes the repair was let in by that."""
    statement = sa.select(Letter).where(col(Letter.id) == letter_id)
    return (await tx.session.execute(statement.with_for_update())).scalar_one()


async def locked_of_finding(tx: Transaction, finding_id: UUID) -> Sequence[Letter]:
    """The letters that a finding was written about in, locked in one order."""
    named = col(Letter.problems).contains([{"finding_id": str(finding_id)}])
    statement = sa.select(Letter).where(named).order_by(col(Letter.id)).with_for_update()
    return (await tx.session.execute(statement)).scalars().all()


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
