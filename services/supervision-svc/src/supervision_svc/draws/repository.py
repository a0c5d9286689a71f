"""SQL about draws. Until a village was visited it is a secret of the county's own bodies."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from countykit.filters import Subtree
from countykit.identity import Caller
from servicekit.errors import NotFound
from servicekit.filters import AnyOf, Equal, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from supervision_svc.draws.models import Draw, DrawnVillage, State

DRAWS = filters(Draw, region=Subtree())
DRAWN_VILLAGES = filters(DrawnVillage, region=Subtree(), state=AnyOf(), draw=Equal(column="draw_id"))
_LOCK = sa.text("SELECT pg_advisory_xact_lock(hashtextextended('draws of ' || :region, 0))")


def draws(caller: Caller) -> sa.Select[Draw]:
    """The draws that a caller may see."""
    return sa.select(Draw).where(caller.scope.where(Draw), _of_the_county(caller))


def drawn(caller: Caller) -> sa.Select[DrawnVillage]:
    """The drawn villages that a caller may see: nobody placed in a township learns whom to warn."""
    return sa.select(DrawnVillage).where(caller.scope.where(DrawnVillage), _of_the_county(caller))


def _of_the_county(caller: Caller) -> sa.ColumnElement[bool]:
    return sa.false() if caller.is_of_a_township else sa.true()


async def draw(tx: Transaction, caller: Caller, draw_id: UUID) -> Draw:
    """One draw; raises NotFound."""
    found = (await tx.session.execute(draws(caller).where(col(Draw.id) == draw_id))).scalar_one_or_none()
    if found is None:
        raise NotFound
    tx.target = tx.target or found
    return found


async def village(tx: Transaction, caller: Caller, village_id: UUID) -> DrawnVillage:
    """One drawn village; raises NotFound."""
    found = (await tx.session.execute(drawn(caller).where(col(DrawnVillage.id) == village_id))).scalar_one_or_none()
    if found is None:
        raise NotFound
    tx.target = tx.target or found
    return found


async def locked_village(tx: Transaction, caller: Caller, village_id: UUID) -> DrawnVillage:
    """One drawn village to change; raises NotFound also for what the caller may not see."""
    await village(tx, caller, village_id)
    return await tx.locked(DrawnVillage, village_id, caller.scope)


async def last_day(tx: Transaction, county: str) -> date | None:
    """The last day of a county's draws; who draws at the same time waits here."""
    await tx.session.execute(_LOCK, {"region": county})
    statement = sa.select(sa.func.max(Draw.visit_until)).where(col(Draw.region) == county)
    return (await tx.session.execute(statement)).scalar()


async def locked_unvisited(tx: Transaction, county: str) -> list[DrawnVillage]:
    """The villages of a county's draws that wait for their visit."""
    statement = sa.select(DrawnVillage).where(
        col(DrawnVillage.region).startswith(county[:6]), col(DrawnVillage.state) == State.DRAWN
    )
    return list((await tx.session.execute(statement.order_by(col(DrawnVillage.id)).with_for_update())).scalars())
