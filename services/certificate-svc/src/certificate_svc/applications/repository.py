"""SQL about applications; every door takes the caller's scope."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from countykit.calendar import counted_before
from countykit.filters import Subtree
from countykit.identity import EVERYTHING, Scope
from servicekit.filters import AnyOf, Equal, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from certificate_svc.applications.models import Application, State
from certificate_svc.items.models import Item


async def get(tx: Transaction, scope: Scope, application_id: UUID) -> Application:
    """One application to look at."""
    return await tx.get(Application, application_id, scope)


async def locked(tx: Transaction, scope: Scope, application_id: UUID) -> Application:
    """One application to change."""
    return await tx.locked(Application, application_id, scope)


async def item_of(tx: Transaction, application: Application) -> Item:
    """The very version of the item that was applied for."""
    return await tx.get(Item, application.item_id, EVERYTHING)


async def of_older_calendar(tx: Transaction, version: int, most: int) -> Sequence[Application]:
    """Open applications whose last day was computed before this version of the calendar, locked."""
    statement = sa.select(Application).where(
        col(Application.state) == State.RECEIVED, counted_before(Application, version)
    )
    locking = statement.order_by(col(Application.id)).limit(most).with_for_update()
    return (await tx.session.execute(locking)).scalars().all()


FILTERS = filters(
    Application,
    region=Subtree(),
    state=AnyOf(),
    item=Equal(column="item_code"),
)


def visible(scope: Scope) -> sa.Select[Application]:
    """The applications that a caller may see."""
    return sa.select(Application).where(scope.where(Application))
