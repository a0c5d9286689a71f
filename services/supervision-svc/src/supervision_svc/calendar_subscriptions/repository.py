"""SQL about calendar subscriptions: everybody sees their own, the office those of its county."""

from uuid import UUID

import sqlalchemy as sa
from countykit.filters import Subtree
from countykit.identity import EVERYTHING, Caller, Role
from servicekit.filters import AnyOf, Words, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from supervision_svc.calendar_subscriptions.models import CalendarSubscription, State
from supervision_svc.plan import repository as plan
from supervision_svc.plan.models import PlanEntry

FILTERS = filters(CalendarSubscription, q=Words("title"), region=Subtree(), state=AnyOf())


def visible(caller: Caller) -> sa.Select[CalendarSubscription]:
    """The subscriptions that a caller may see."""
    allowed: sa.ColumnElement[bool] = col(CalendarSubscription.owner).in_(caller.logins)
    if Role.COUNTY_OFFICE in caller.roles and not caller.is_of_a_township:
        allowed = allowed | caller.area.where(CalendarSubscription)
    return sa.select(CalendarSubscription).where(allowed)


async def get(tx: Transaction, caller: Caller, subscription_id: UUID) -> CalendarSubscription:
    """One subscription; raises NotFound."""
    return await tx.one(visible(caller).where(col(CalendarSubscription.id) == subscription_id))


async def locked(tx: Transaction, caller: Caller, subscription_id: UUID) -> CalendarSubscription:
    """One subscription to end; raises NotFound, StaleVersion."""
    await get(tx, caller, subscription_id)
    return await tx.locked(CalendarSubscription, subscription_id, EVERYTHING)


async def active(tx: Transaction, subscription_id: UUID) -> CalendarSubscription | None:
    """The subscription behind an address that was signed, unless it was ended."""
    statement = sa.select(CalendarSubscription).where(
        col(CalendarSubscription.id) == subscription_id, col(CalendarSubscription.state) == State.ACTIVE
    )
    return (await tx.session.execute(statement)).scalar_one_or_none()


async def subscribed(tx: Transaction, wanted: CalendarSubscription) -> bool:
    """Whether the same login has an address for the same post."""
    statement = sa.select(col(CalendarSubscription.id)).where(
        col(CalendarSubscription.owner) == wanted.owner, col(CalendarSubscription.region) == wanted.region,
        col(CalendarSubscription.role) == wanted.role, col(CalendarSubscription.state) == State.ACTIVE,
        col(CalendarSubscription.department).is_not_distinct_from(wanted.department),
    )  # fmt: skip
    return (await tx.session.execute(statement.limit(1))).first() is not None


async def announced(tx: Transaction, reader: Caller) -> list[PlanEntry]:
    """The announced entries that a post may see: what is unannounced goes through no address without a login."""
    return await plan.calendar(tx, plan.visible(reader).where(col(PlanEntry.announced)))
