"""SQL about what was demanded within a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from servicekit.transaction import Transaction
from sqlmodel import col

from certificate_svc.demands.models import Demand
from certificate_svc.statistics import months
from certificate_svc.statistics.models import DemandMonth


@dataclass(frozen=True, slots=True)
class Tally:
    """How many demands of one kind there were: `township` has nine digits, or six where the village is not known."""

    township: str
    department: str | None
    item: str | None
    at_counter: bool
    demands: int


async def tallies(tx: Transaction, county: str, begin: datetime, end: datetime) -> Sequence[Tally]:
    """The demands that were recorded within a time in a county.

    By the moment of recording, which nobody can change later: a published month stays as it was.
    """
    township = sa.case(
        (col(Demand.region).like("%000000"), sa.func.left(col(Demand.region), 6)),
        else_=sa.func.left(col(Demand.region), 9),
    ).label("township")
    counter = col(Demand.application_id).is_not(None).label("at_counter")
    by = (township, col(Demand.department), col(Demand.item_code), counter)
    statement = (
        sa.select(*by, sa.func.count())
        .where(sa.func.left(col(Demand.region), 6) == county[:6])
        .where(col(Demand.created_at) >= begin, col(Demand.created_at) < end)
        .group_by(*by)
    )
    return [Tally(*row) for row in await tx.session.execute(statement)]


async def first_unpublished(tx: Transaction, county: str) -> date | None:
    """The month after the last that was published, or the first in which a demand was recorded; its first day."""
    last = sa.select(sa.func.max(DemandMonth.month)).where(col(DemandMonth.region) == county)
    begun = sa.select(sa.func.min(Demand.created_at)).where(sa.func.left(col(Demand.region), 6) == county[:6])
    month, moment = (await tx.session.execute(sa.select(last.scalar_subquery(), begun.scalar_subquery()))).one()
    if month is not None:
        return months.after(month)
    return None if moment is None else months.month_of(moment)


def counties(now: datetime) -> sa.Select[Any]:
    """The counties of the directory, each due now: which months are over is looked up when their turn comes."""
    region = sa.table("region", sa.column("code"), sa.column("level"))
    return sa.select(region.c.code, sa.literal(now)).where(region.c.level == "county")
