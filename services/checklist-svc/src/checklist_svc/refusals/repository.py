"""SQL about refused demands; every door takes the caller's scope."""

from uuid import UUID

import sqlalchemy as sa
from countykit.identity import Scope
from servicekit.transaction import Transaction
from sqlmodel import col

from checklist_svc.refusals.models import RefusedDemand


async def get(tx: Transaction, scope: Scope, refusal_id: UUID) -> RefusedDemand:
    """One refusal to look at."""
    return await tx.get(RefusedDemand, refusal_id, scope)


def matching(scope: Scope, *, department: str | None) -> sa.Select[RefusedDemand]:
    """The refusals of a list request."""
    statement = sa.select(RefusedDemand).where(scope.where(RefusedDemand))
    return statement if department is None else statement.where(col(RefusedDemand.department) == department)
