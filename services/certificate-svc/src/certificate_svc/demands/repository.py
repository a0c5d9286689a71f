"""SQL about demands; every door takes the caller."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from countykit.identity import Caller, Role
from countykit.joining import JUDGES
from servicekit.codes import code_hash
from servicekit.errors import NotFound
from servicekit.filters import AnyOf, Equal, Since, Until, Wanted, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from certificate_svc.charges.repository import TOGETHER_DAYS
from certificate_svc.demands.errors import DemandCodeUnknown
from certificate_svc.demands.models import Demand, Kind
from certificate_svc.demands.schemas import DemanderCount

FILTERS = filters(
    Demand,
    kind=AnyOf(),
    state=AnyOf(),
    department=Equal(),
    item=Equal(column="item_code"),
    charge=Equal(column="charge_id"),
    since=Since("demanded_on"),
    until=Until("demanded_on", description="the last day"),
)
COUNTED = filters(Demand, since=Since("demanded_on"), until=Until("demanded_on", description="the last day"))
LEAST_FOR_OTHERS = 3
"""Fewer demands than these are shown to the judges alone: a small number leads to who said so."""


async def get(tx: Transaction, caller: Caller, demand_id: UUID) -> Demand:
    """One demand to look at; raises NotFound."""
    found = await _seen(tx, caller, demand_id)
    tx.target = tx.target or found
    return found


async def locked(tx: Transaction, caller: Caller, demand_id: UUID) -> Demand:
    """One demand to change; raises NotFound."""
    # Not `get`, which names the target: the version that a caller has seen is compared by who names it first.
    await _seen(tx, caller, demand_id)
    return await tx.locked(Demand, demand_id, caller.scope)


async def _seen(tx: Transaction, caller: Caller, demand_id: UUID) -> Demand:
    found = (await tx.session.execute(visible(caller).where(col(Demand.id) == demand_id))).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


async def by_code(tx: Transaction, code: str) -> Demand:
    """The anonymous record of a code: the code itself is the permission. Raises DemandCodeUnknown."""
    statement = sa.select(Demand).where(col(Demand.code_sha256) == code_hash(code)).order_by(col(Demand.id).desc())
    found = (await tx.session.execute(statement.limit(1))).scalar_one_or_none()
    if found is None:
        raise DemandCodeUnknown
    return found


def visible(caller: Caller) -> sa.Select[Demand]:
    """The demands that a caller may see; the accused body reads charges, and never who reported from which village.

    A township speaks for its own units and is accused with them.
    """
    statement = sa.select(Demand).where(caller.scope.where(Demand))
    if caller.roles & JUDGES:
        return statement
    if caller.scope.department is not None:
        return statement.where(sa.false())
    if Role.TOWNSHIP not in caller.roles:
        return statement
    own = col(Demand.reported_by) == caller.sub
    of_own_unit = col(Demand.charged_home).in_([code.ljust(12, "0") for code in caller.townships])
    return statement.where(own | of_own_unit.is_not(True))


async def reported_elsewhere(tx: Transaction, demand: Demand) -> bool:
    """Whether another village recorded the same within 30 days: neither of the two places may hold the other."""
    around = timedelta(days=TOGETHER_DAYS)
    region = col(Demand.region)
    # An anonymous record carries the township of its village, or the county of its township.
    place = sa.case(
        (region.like("%000000"), sa.func.left(region, 6)), (region.like("%000"), sa.func.left(region, 9)), else_=region
    )
    here = sa.literal(_place(demand.region))
    apart = ~place.startswith(here) & ~here.startswith(place)
    statement = sa.select(sa.exists().where(
        col(Demand.department) == demand.department, col(Demand.item_code) == demand.item_code,
        col(Demand.kind) == Kind.FORBIDDEN, apart,
        col(Demand.demanded_on).between(demand.demanded_on - around, demand.demanded_on + around),
    ))  # fmt: skip
    return bool((await tx.session.execute(statement)).scalar_one())


def _place(region: str) -> str:
    """The digits that say where: a village's twelve, a township's nine, a county's six."""
    return region.removesuffix("000").removesuffix("000")


async def counts(tx: Transaction, caller: Caller, wanted: Wanted, least: int) -> list[DemanderCount]:
    """How often each body demanded what, the busiest first."""
    of = wanted.narrow(counted(caller)).subquery().c
    item = sa.func.coalesce(of.item_code, "unlisted").label("item")
    per_item = (
        sa.select(of.demander, of.department, of.charged_home, item, sa.func.count().label("demands"))
        .group_by(of.demander, of.department, of.charged_home, item).subquery()
    )  # fmt: skip
    total = sa.func.sum(per_item.c.demands).label("demands")
    whom = (per_item.c.demander, per_item.c.department, per_item.c.charged_home)
    items = sa.func.jsonb_object_agg(per_item.c.item, per_item.c.demands).label("items")
    statement = (
        sa.select(*whom, total, items)
        .group_by(*whom)
        .having(total >= least)
        .order_by(total.desc(), per_item.c.demander)
    )
    return [DemanderCount.model_validate(row) for row in await tx.session.execute(statement)]


def counted(caller: Caller) -> sa.Select[Demand]:
    """The demands that are counted for a caller: a department's are its own, whoever recorded them."""
    return sa.select(Demand).where(caller.scope.where(Demand)) if caller.scope.department else visible(caller)
