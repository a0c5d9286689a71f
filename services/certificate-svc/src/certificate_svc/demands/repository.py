"""SQL about demands; every door takes the caller's scope."""

from datetime import date

import sqlalchemy as sa
from countykit.identity import Scope
from servicekit.transaction import Transaction
from sqlmodel import col

from certificate_svc.demands.models import Demand
from certificate_svc.demands.schemas import DemanderCount


def matching(
    scope: Scope, *, department: str | None, item: str | None, since: date | None, until: date | None
) -> sa.Select[Demand]:
    """The demands of a list request; `until` is the last day."""
    statement = sa.select(Demand).where(scope.where(Demand))
    if department is not None:
        statement = statement.where(col(Demand.department) == department)
    if item is not None:
        statement = statement.where(col(Demand.item_code) == item)
    if since is not None:
        statement = statement.where(col(Demand.demanded_on) >= since)
    if until is not None:
        statement = statement.where(col(Demand.demanded_on) <= until)
    return statement


async def counts(tx: Transaction, scope: Scope, *, since: date | None, until: date | None) -> list[DemanderCount]:
    """How often each body demanded what, the busiest first."""
    matched = matching(scope, department=None, item=None, since=since, until=until).subquery()
    of = matched.c
    per_item = (
        sa.select(of.demander, of.department, of.charged_home, of.item_code, sa.func.count().label("demands"))
        .group_by(of.demander, of.department, of.charged_home, of.item_code).subquery()
    )  # fmt: skip
    total = sa.func.sum(per_item.c.demands).label("demands")
    whom = (per_item.c.demander, per_item.c.department, per_item.c.charged_home)
    items = sa.func.jsonb_object_agg(per_item.c.item_code, per_item.c.demands).label("items")
    statement = sa.select(*whom, total, items).group_by(*whom).order_by(total.desc(), per_item.c.demander).limit(200)
    return [DemanderCount.model_validate(row) for row in await tx.session.execute(statement)]
