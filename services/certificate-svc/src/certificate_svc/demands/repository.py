"""SQL about demands; every door takes the caller's scope."""

from uuid import UUID

import sqlalchemy as sa
from countykit.identity import Scope
from servicekit.filters import Equal, Since, Until, Wanted, filters
from servicekit.transaction import Transaction

from certificate_svc.demands.models import Demand
from certificate_svc.demands.schemas import DemanderCount

FILTERS = filters(
    Demand,
    department=Equal(),
    item=Equal(column="item_code"),
    since=Since("demanded_on"),
    until=Until("demanded_on", description="the last day"),
)
COUNTED = filters(Demand, since=Since("demanded_on"), until=Until("demanded_on", description="the last day"))


async def get(tx: Transaction, scope: Scope, demand_id: UUID) -> Demand:
    """One demand to look at."""
    return await tx.get(Demand, demand_id, scope)


def visible(scope: Scope) -> sa.Select[Demand]:
    """The demands that a caller may see."""
    return sa.select(Demand).where(scope.where(Demand))


async def counts(tx: Transaction, scope: Scope, wanted: Wanted) -> list[DemanderCount]:
    """How often each body demanded what, the busiest first."""
    of = wanted.narrow(visible(scope)).subquery().c
    per_item = (
        sa.select(of.demander, of.department, of.charged_home, of.item_code, sa.func.count().label("demands"))
        .group_by(of.demander, of.department, of.charged_home, of.item_code).subquery()
    )  # fmt: skip
    total = sa.func.sum(per_item.c.demands).label("demands")
    whom = (per_item.c.demander, per_item.c.department, per_item.c.charged_home)
    items = sa.func.jsonb_object_agg(per_item.c.item_code, per_item.c.demands).label("items")
    statement = sa.select(*whom, total, items).group_by(*whom).order_by(total.desc(), per_item.c.demander)
    return [DemanderCount.model_validate(row) for row in await tx.session.execute(statement)]
