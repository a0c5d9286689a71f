"""SQL about arrangements; every door takes the caller's scope."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from countykit.calendar import counted_before
from countykit.filters import Subtree, Year
from countykit.identity import Scope
from servicekit.errors import NotFound
from servicekit.filters import Equal, Filter, Words, filters
from servicekit.transaction import Transaction
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col

from report_svc.arrangements.models import Arrangement, ArrangementPeriod, State


async def get(tx: Transaction, scope: Scope, arrangement_id: UUID) -> Arrangement:
    """One arrangement, read without a lock; a village reads those of its township."""
    statement = sa.select(Arrangement).where(col(Arrangement.id) == arrangement_id, scope.where_or_above(Arrangement))
    arrangement = (await tx.session.execute(statement)).scalar_one_or_none()
    if arrangement is None:
        raise NotFound
    return arrangement


async def periods_of(tx: Transaction, arrangement_id: UUID) -> Sequence[ArrangementPeriod]:
    """The periods of an arrangement in their order."""
    statement = (
        sa.select(ArrangementPeriod).where(col(ArrangementPeriod.arrangement_id) == arrangement_id)
        .order_by(col(ArrangementPeriod.first_day))
    )  # fmt: skip
    return (await tx.session.execute(statement)).scalars().all()


async def of_older_calendar(tx: Transaction, version: int, day: date, most: int) -> Sequence[Arrangement]:
    """Arrangements with a due day to come, or a provisional one, that was computed before this calendar."""
    open_periods = sa.select(col(ArrangementPeriod.arrangement_id)).where(
        counted_before(ArrangementPeriod, version),
        col(ArrangementPeriod.lifted_on).is_(None),
        col(ArrangementPeriod.provisional) | (col(ArrangementPeriod.due_on) >= day),
    )
    statement = sa.select(Arrangement).where(col(Arrangement.id).in_(open_periods.distinct().limit(most)))
    return (await tx.session.execute(statement.order_by(col(Arrangement.id)))).scalars().all()


async def period_of(tx: Transaction, arrangement_id: UUID, period: str) -> ArrangementPeriod | None:
    """One period of an arrangement."""
    statement = sa.select(ArrangementPeriod).where(
        col(ArrangementPeriod.arrangement_id) == arrangement_id, col(ArrangementPeriod.period) == period
    )
    return (await tx.session.execute(statement)).scalar_one_or_none()


async def lifted(tx: Transaction, arrangement_id: UUID, period: str) -> bool:
    """Whether a period is asked for no more, as it stands now."""
    statement = sa.select(col(ArrangementPeriod.lifted_on)).where(
        col(ArrangementPeriod.arrangement_id) == arrangement_id, col(ArrangementPeriod.period) == period
    )
    return (await tx.session.execute(statement)).scalar_one() is not None


async def until(tx: Transaction, arrangement_id: UUID) -> date:
    """The last day of an arrangement, as it stands now."""
    statement = sa.select(col(Arrangement.until)).where(col(Arrangement.id) == arrangement_id)
    return (await tx.session.execute(statement)).scalar_one()


async def of_form(tx: Transaction, form_id: UUID, since: date) -> Sequence[Arrangement]:
    """The arrangements of a form that may still ask for something after a day, locked in one order."""
    due_later = sa.select(col(ArrangementPeriod.arrangement_id)).where(col(ArrangementPeriod.due_on) >= since)
    statement = (
        sa.select(Arrangement)
        .where(
            col(Arrangement.form_id) == form_id, col(Arrangement.state) == State.ISSUED,
            col(Arrangement.id).in_(due_later) | (col(Arrangement.until) >= since),
        )
        .order_by(col(Arrangement.id)).with_for_update().execution_options(populate_existing=True)
    )  # fmt: skip
    return (await tx.session.execute(statement)).scalars().all()


async def occupied(
    tx: Transaction, forms: Collection[UUID], villages: Collection[str], first: date, last: date
) -> bool:
    """Whether one of the villages is asked for a form, in one of its versions, in that time already."""
    statement = sa.select(col(Arrangement.id)).where(
        col(Arrangement.form_id).in_(forms),
        col(Arrangement.occupied_from) <= last, col(Arrangement.occupied_until) >= first,
        col(Arrangement.occupied_from) <= col(Arrangement.occupied_until),
        col(Arrangement.villages).bool_op("&&")(sa.cast(list(villages), ARRAY(sa.Text))),
    )  # fmt: skip
    return (await tx.session.execute(statement.limit(1))).first() is not None


def _includes(villages: Any, village: str) -> sa.ColumnElement[bool]:
    return sa.type_coerce(villages.bool_op("@>")(sa.cast([village], ARRAY(sa.Text))), sa.Boolean)


FILTERS = filters(
    Arrangement,
    q=Words("title", "form"),
    region=Subtree(),
    year=Equal(kind=Year),
    form=Equal(),
    village=Filter(_includes, kind=str, column="villages", pattern=r"^\d{12}$", description="one of its villages"),
)


def visible(scope: Scope) -> sa.Select[Arrangement]:
    """The arrangements that a caller may see; a village sees those of its township."""
    return sa.select(Arrangement).where(scope.where_or_above(Arrangement))
