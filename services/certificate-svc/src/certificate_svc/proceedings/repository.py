"""SQL about proceedings; every door takes the caller's scope."""

from collections.abc import Collection, Sequence
from uuid import UUID

import sqlalchemy as sa
from countykit.filters import Subtree
from countykit.identity import Caller, Scope
from servicekit.filters import AnyOf, Equal, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from certificate_svc.proceedings.models import Kind, Proceeding

FILTERS = filters(Proceeding, region=Subtree(), kind=AnyOf(), application_id=Equal(), agreed=Equal())


def visible(scope: Scope) -> sa.Select[Proceeding]:
    """The proceedings that a caller may see."""
    return sa.select(Proceeding).where(scope.where(Proceeding))


async def get(tx: Transaction, caller: Caller, proceeding_id: UUID) -> Proceeding:
    """One proceeding to look at."""
    return await tx.get(Proceeding, proceeding_id, caller.scope)


async def open_exception(tx: Transaction, application_id: UUID) -> Proceeding | None:
    """The exception of an application that waits for its decision, locked."""
    statement = (
        sa.select(Proceeding)
        .where(col(Proceeding.application_id) == application_id, col(Proceeding.kind) == Kind.EXCEPTION)
        .where(col(Proceeding.agreed).is_(None)).limit(1).with_for_update()
    )  # fmt: skip
    return (await tx.session.execute(statement)).scalar_one_or_none()


async def of_applications(tx: Transaction, application_ids: Collection[UUID]) -> Sequence[UUID]:
    """The ids of what was deliberated or excepted on some applications."""
    statement = sa.select(col(Proceeding.id)).where(col(Proceeding.application_id).in_(application_ids))
    return (await tx.session.execute(statement)).scalars().all()
