"""SQL about what was demanded within a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from servicekit.transaction import Transaction
from sqlmodel import col

from certificate_svc.demands.models import Demand


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
