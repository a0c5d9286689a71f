"""SQL about schemes; a county sees its own and those of the regions above."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from countykit.identity import Scope
from servicekit.errors import NotFound
from servicekit.transaction import Transaction
from sqlmodel import col

from supervision_svc.schemes.models import NATIONAL, Scheme


def visible(scope: Scope) -> sa.Select[Scheme]:
    """The schemes of a list request."""
    return sa.select(Scheme).where(scope.where_or_above(Scheme))


async def get(tx: Transaction, scope: Scope, scheme_id: UUID) -> Scheme:
    """One scheme to look at."""
    found = (await tx.session.execute(visible(scope).where(col(Scheme.id) == scheme_id))).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


async def current(tx: Transaction, region: str, day: date) -> Scheme:
    """The scheme in force for a county on a day: its own, else the one of the nearest region above."""
    above = [region[:length].ljust(12, "0") for length in (0, 2, 4, 6)]
    statement = (
        sa.select(Scheme)
        .where(col(Scheme.region).in_(above), col(Scheme.effective_from) <= day)
        .order_by(sa.desc("region"), sa.desc("effective_from"), sa.desc("number"))
        .limit(1)
    )
    found = (await tx.session.execute(statement)).scalar_one_or_none()
    return found or await shipped(tx)


async def shipped(tx: Transaction) -> Scheme:
    """The default scheme."""
    statement = sa.select(Scheme).where(col(Scheme.region) == NATIONAL).order_by(sa.desc("number")).limit(1)
    return (await tx.session.execute(statement)).scalar_one()


async def last_number(tx: Transaction, region: str) -> int:
    """The highest version number that a region has or inherits; concurrent savers wait here for each other."""
    await tx.session.execute(sa.text("SELECT pg_advisory_xact_lock(hashtextextended('scheme', 0))"))
    statement = sa.select(sa.func.max(Scheme.number)).where(col(Scheme.region).in_([region, NATIONAL]))
    return (await tx.session.execute(statement)).scalar() or 0
