"""SQL about timings."""

from datetime import date

import sqlalchemy as sa
from countykit.filters import Subtree
from countykit.identity import Scope
from servicekit.filters import AnyOf
from servicekit.records import Records
from servicekit.transaction import Transaction
from sqlmodel import col

from checklist_svc.admissions.timings.measuring import Sample
from checklist_svc.admissions.timings.models import State, WorkTiming

TIMINGS = Records(WorkTiming, region=Subtree(), work=AnyOf(), state=AnyOf())


async def samples(tx: Transaction, county: str, first: date, last: date) -> list[Sample]:
    """What counts in a county between two days."""
    statement = sa.select(col(WorkTiming.work), col(WorkTiming.region), col(WorkTiming.minutes)).where(
        Scope(county[:6]).where(WorkTiming), col(WorkTiming.state) == State.RECORDED,
        col(WorkTiming.done_on).between(first, last),
    )  # fmt: skip
    return [(work, village, minutes) for work, village, minutes in (await tx.session.execute(statement)).all()]
