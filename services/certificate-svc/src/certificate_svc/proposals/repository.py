"""SQL about proposals; every door takes the caller."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from countykit.identity import Caller
from servicekit.filters import AnyOf, Equal, Words, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from certificate_svc.proposals.models import Proposal, State
from certificate_svc.proposals.reviews.models import ListReview

FILTERS = filters(Proposal, q=Words("name", "code"), state=AnyOf(), change=AnyOf(), code=Equal(), department=Equal())


def visible(caller: Caller) -> sa.Select[Proposal]:
    """The proposals that a caller may see: those in scope, and those on which their body was asked."""
    requested = sa.exists().where(
        col(ListReview.proposal_id) == col(Proposal.id), col(ListReview.department).in_(caller.bodies)
    )
    return sa.select(Proposal).where(caller.scope.where(Proposal) | requested)


async def get(tx: Transaction, caller: Caller, proposal_id: UUID) -> Proposal:
    """One proposal to look at; raises NotFound."""
    return await tx.one(visible(caller).where(col(Proposal.id) == proposal_id))


async def next_edition(tx: Transaction, region: str) -> int:
    """The number of the county's next list; whoever publishes meanwhile waits."""
    await tx.session.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext(:list))"), {"list": f"list|{region}"})
    return (await latest(tx, region))[0] + 1


async def latest(tx: Transaction, region: str) -> tuple[int, date | None]:
    """The number and day of the county's last publication; 0 and None before the first."""
    statement = sa.select(sa.func.coalesce(sa.func.max(Proposal.edition), 0), sa.func.max(Proposal.published_on)).where(
        col(Proposal.region) == region, col(Proposal.state) == State.PUBLISHED
    )
    number, day = (await tx.session.execute(statement)).one()
    return int(number or 0), day
