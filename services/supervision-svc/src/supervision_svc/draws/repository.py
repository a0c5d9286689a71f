"""SQL about draws. Until a village was visited it is a secret of the county's own bodies."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from countykit.filters import Subtree
from countykit.identity import EVERYTHING, Caller
from servicekit.filters import AnyOf, Equal, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from supervision_svc.draws.models import UNVISITED, Draw, DrawnVillage, State
from supervision_svc.visits.models import State as VisitState
from supervision_svc.visits.models import Visit

DRAWS = filters(Draw, region=Subtree(), state=AnyOf())
DRAWN_VILLAGES = filters(DrawnVillage, region=Subtree(), state=AnyOf(), draw=Equal(column="draw_id"))
_LOCK = sa.text("SELECT pg_advisory_xact_lock(hashtextextended('draws of ' || :region, 0))")


def draws(caller: Caller) -> sa.Select[Draw]:
    """The draws that a caller may see."""
    return sa.select(Draw).where(caller.scope.where(Draw), _of_the_county(caller))


def drawn(caller: Caller) -> sa.Select[DrawnVillage]:
    """The drawn villages that a caller may see: nobody of a township learns whom to warn, nobody a sealed one."""
    known = col(DrawnVillage.state) != State.SEALED
    return sa.select(DrawnVillage).where(known, caller.scope.where(DrawnVillage), _of_the_county(caller))


def _of_the_county(caller: Caller) -> sa.ColumnElement[bool]:
    return sa.false() if caller.is_of_a_township else sa.true()


async def draw(tx: Transaction, caller: Caller, draw_id: UUID) -> Draw:
    """One draw; raises NotFound."""
    return await tx.one(draws(caller).where(col(Draw.id) == draw_id))


async def locked_draw(tx: Transaction, caller: Caller, draw_id: UUID) -> Draw:
    """One draw to change; raises NotFound also for what the caller may not see."""
    await draw(tx, caller, draw_id)
    return await tx.locked(Draw, draw_id, caller.scope)


def commitments() -> sa.Select[Draw]:
    """What is bound, for anybody."""
    return sa.select(Draw).where(col(Draw.commitment).is_not(None))


async def bound_draw(tx: Transaction, draw_id: UUID) -> Draw | None:
    """A draw that was committed to, for anybody: the service says what of it is public."""
    return (await tx.session.execute(commitments().where(col(Draw.id) == draw_id))).scalar_one_or_none()


async def unvisited(tx: Transaction, draw_id: UUID) -> bool:
    """Whether a village of the draw still waits for its visit."""
    statement = sa.select(col(DrawnVillage.id)).where(
        col(DrawnVillage.draw_id) == draw_id, col(DrawnVillage.state).in_(UNVISITED)
    )
    return (await tx.session.execute(statement.limit(1))).first() is not None


async def visited_since(tx: Transaction, county: str, day: date) -> set[str]:
    """The villages of a county that our inspectors or a body visited on that day or later."""
    statement = sa.select(col(Visit.region)).where(
        col(Visit.region).startswith(county[:6]), col(Visit.visited_on) >= day, col(Visit.state) == VisitState.COMPLETED
    )
    return set((await tx.session.execute(statement.distinct())).scalars())


async def drawn_often(tx: Transaction, county: str, year: int, cap: int) -> set[str]:
    """The villages of a county that were drawn for visits of that year as often as the cap allows."""
    statement = (
        sa.select(col(DrawnVillage.region))
        .where(
            col(DrawnVillage.region).startswith(county[:6]),
            col(DrawnVillage.visit_from).between(date(year, 1, 1), date(year, 12, 31)),
        )
        .group_by(col(DrawnVillage.region))
        .having(sa.func.count() >= cap)
    )
    return set((await tx.session.execute(statement)).scalars())


async def village(tx: Transaction, caller: Caller, village_id: UUID) -> DrawnVillage:
    """One drawn village; raises NotFound."""
    return await tx.one(drawn(caller).where(col(DrawnVillage.id) == village_id))


async def locked_village(tx: Transaction, caller: Caller, village_id: UUID) -> DrawnVillage:
    """One drawn village to change; raises NotFound also for what the caller may not see."""
    await village(tx, caller, village_id)
    return await tx.locked(DrawnVillage, village_id, caller.scope)


async def waiting(tx: Transaction, region: str, day: date) -> DrawnVillage | None:
    """The row of a village that waits for a visit of that day, locked."""
    statement = sa.select(DrawnVillage).where(
        col(DrawnVillage.region) == region, col(DrawnVillage.state) == State.DRAWN,
        col(DrawnVillage.visit_from) <= day, col(DrawnVillage.visit_until) >= day,
    )  # fmt: skip
    return (await tx.session.execute(statement.limit(1).with_for_update())).scalar_one_or_none()


async def village_by_system(tx: Transaction, village_id: UUID) -> DrawnVillage:
    """The drawn village behind a checklist that the caller may correct."""
    return await tx.locked(DrawnVillage, village_id, EVERYTHING)


async def last_day(tx: Transaction, county: str) -> date | None:
    """The last day of a county's draws; who draws at the same time waits here."""
    await tx.session.execute(_LOCK, {"region": county})
    statement = sa.select(sa.func.max(Draw.visit_until)).where(col(Draw.region) == county)
    return (await tx.session.execute(statement)).scalar()


async def locked_unvisited(tx: Transaction, county: str) -> list[DrawnVillage]:
    """The villages of a county's draws that wait for their visit."""
    statement = sa.select(DrawnVillage).where(
        col(DrawnVillage.region).startswith(county[:6]), col(DrawnVillage.state).in_(UNVISITED)
    )
    return list((await tx.session.execute(statement.order_by(col(DrawnVillage.id)).with_for_update())).scalars())


async def locked_of_township(tx: Transaction, draw_id: UUID, township: str) -> list[DrawnVillage]:
    """The villages that a draw chose in a township, whoever may know of them."""
    statement = sa.select(DrawnVillage).where(
        col(DrawnVillage.draw_id) == draw_id, col(DrawnVillage.region).startswith(township[:9], autoescape=True)
    )
    return list((await tx.session.execute(statement.order_by(col(DrawnVillage.id)).with_for_update())).scalars())


async def locked_sealed(tx: Transaction, county: str, day: date) -> list[Draw]:
    """The draws of a county whose days are over while some of their villages are sealed."""
    statement = sa.select(Draw).where(
        col(Draw.region) == county, col(Draw.visit_until) < day, col(Draw.sealed_in) != {}
    )
    return list((await tx.session.execute(statement.order_by(col(Draw.id)).with_for_update())).scalars())
