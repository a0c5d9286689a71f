"""SQL about applications; every door takes the caller's scope."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from countykit.calendar import counted_before
from countykit.due import last_days
from countykit.filters import Subtree
from countykit.identity import EVERYTHING, Caller, Scope
from servicekit.errors import NotFound
from servicekit.filters import AnyOf, Equal, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from certificate_svc.applications.models import OPEN, Application
from certificate_svc.demands.models import Demand
from certificate_svc.holders import records_of
from certificate_svc.items.models import Item

PASSING = last_days(
    Application, "due_on", col(Application.state).in_(OPEN), col(Application.provisional).is_(False),
    col(Application.missed_on).is_(None),
)  # fmt: skip
"""Open applications with a certain last day that has not passed: `Application.late_at` in SQL."""
UNHELPED = last_days(
    Application, "pursuit_due_on", col(Application.state).in_(OPEN), col(Application.pursuit_due_on).is_not(None),
    col(Application.pursued_on).is_(None), col(Application.escalated_on).is_(None),
)  # fmt: skip
"""Overdue applications that the township may still help with alone: `Application.escalates_at` in SQL."""


async def get(tx: Transaction, scope: Scope, application_id: UUID) -> Application:
    """One application to look at."""
    return await tx.get(Application, application_id, scope)


async def locked(tx: Transaction, scope: Scope, application_id: UUID) -> Application:
    """One application to change."""
    return await tx.locked(Application, application_id, scope)


async def item_of(tx: Transaction, application: Application) -> Item | None:
    """The very version of the item that was applied for; None for what no list knows."""
    return None if application.item_id is None else await tx.get(Item, application.item_id, EVERYTHING)


async def demand_of(tx: Transaction, application_id: UUID) -> UUID | None:
    """The record of who demanded what was refused for it; None where the refusal is not about the demand."""
    statement = sa.select(col(Demand.id)).where(col(Demand.application_id) == application_id)
    return (await tx.session.execute(statement)).scalar_one_or_none()


async def of_older_calendar(tx: Transaction, version: int, most: int) -> Sequence[Application]:
    """Open applications whose last day was computed before this version of the calendar, locked."""
    statement = sa.select(Application).where(col(Application.state).in_(OPEN), counted_before(Application, version))
    locking = statement.order_by(col(Application.id)).limit(most).with_for_update()
    return (await tx.session.execute(locking)).scalars().all()


async def naming(tx: Transaction, id_indexes: Sequence[bytes], most: int = 20) -> Sequence[Application]:
    """The newest applications, wherever in the county, that may say of somebody's death; an index for each key in use.

    Those by agents, and those that name them besides the applicant: nobody applies alone and dead.
    """
    by_agent = col(Application.id_index).in_(id_indexes) & col(Application.by_agent)
    statement = sa.select(Application).where(by_agent | col(Application.id).in_(records_of(id_indexes)))
    newest = statement.order_by(col(Application.id).desc()).limit(most)
    return (await tx.session.execute(newest)).scalars().all()


async def seen(tx: Transaction, caller: Caller, application_id: UUID) -> Application:
    """One application to look at, as its files ask for it; raises NotFound once the person was erased."""
    application = await get(tx, caller.scope, application_id)
    if application.erased_at is not None:
        raise NotFound
    return application


FILTERS = filters(
    Application,
    region=Subtree(),
    state=AnyOf(),
    overdue=Equal(column=col(Application.missed_on).is_not(None), kind=bool, description="whether its limit passed"),
    item=Equal(column="item_code"),
    by_agent=Equal(description="whether somebody else came for the person"),
)


def visible(scope: Scope) -> sa.Select[Application]:
    """The applications that a caller may see."""
    return sa.select(Application).where(scope.where(Application))
