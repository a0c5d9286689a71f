"""SQL about what happened in villages; every door takes the caller's scope."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from countykit.identity import Scope
from servicekit.transaction import Transaction
from sqlmodel import col

from checklist_svc.admissions.village_minutes.happenings import VillageWork
from checklist_svc.admissions.works import Work


class Count(NamedTuple):
    """How often a work came to a village in a month."""

    region: str
    work: Work
    month: date
    times: int


async def counts(tx: Transaction, scope: Scope, codes: Collection[str], first: date, last: date) -> list[Count]:
    """The visits, boards and papers of some villages on the days of a window, by village and month."""
    month = sa.cast(sa.func.date_trunc("month", col(VillageWork.day)), sa.Date)
    statement = (
        sa.select(col(VillageWork.region), col(VillageWork.work), month, sa.func.count())
        .where(
            scope.where(VillageWork), col(VillageWork.region).in_(sorted(codes)),
            col(VillageWork.day).between(first, last),
        )
        .group_by(col(VillageWork.region), col(VillageWork.work), month)
    )  # fmt: skip
    return [Count(*row) for row in await tx.session.execute(statement)]
