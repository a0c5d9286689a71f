"""SQL about letters; every door takes the caller's scope."""

from uuid import UUID

import sqlalchemy as sa
from countykit.identity import Caller, Scope
from servicekit.filters import AnyOf, Equal, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from certificate_svc.letters.models import DemandLetter

FILTERS = filters(DemandLetter, kind=AnyOf(), state=AnyOf(), answer=AnyOf(), department=Equal())


def visible(scope: Scope) -> sa.Select[DemandLetter]:
    """The letters that a caller may see; a department those to itself."""
    return sa.select(DemandLetter).where(scope.where(DemandLetter))


async def get(tx: Transaction, caller: Caller, letter_id: UUID) -> DemandLetter:
    """One letter to look at."""
    return await tx.get(DemandLetter, letter_id, caller.scope)


async def last_of(tx: Transaction, region: str, recipient: str, item_name: str) -> DemandLetter | None:
    """The last letter about one matter to one body; whoever writes another meanwhile waits."""
    matter = {"matter": f"letter|{region}|{recipient}|{item_name}"}
    await tx.session.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext(:matter))"), matter)
    statement = (
        sa.select(DemandLetter)
        .where(col(DemandLetter.region) == region, col(DemandLetter.recipient) == recipient)
        .where(col(DemandLetter.item_name) == item_name)
        .order_by(col(DemandLetter.id).desc()).limit(1)
    )  # fmt: skip
    return (await tx.session.execute(statement)).scalar_one_or_none()
