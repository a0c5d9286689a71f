"""SQL about off-plan demands; every door takes the caller, because who is charged may not read along too early."""

from uuid import UUID

import sqlalchemy as sa
from countykit.identity import Caller, Role
from servicekit.errors import NotFound
from servicekit.transaction import Transaction
from sqlmodel import col

from report_svc.offplan.models import OffplanDemand, State

_BYSTANDERS = frozenset({Role.TOWNSHIP, Role.DEPARTMENT, Role.VILLAGE})


async def get(tx: Transaction, caller: Caller, demand_id: UUID) -> OffplanDemand:
    """One demand to look at."""
    statement = matching(caller).where(col(OffplanDemand.id) == demand_id)
    demand = (await tx.session.execute(statement)).scalar_one_or_none()
    if demand is None:
        raise NotFound
    return demand


async def locked(tx: Transaction, caller: Caller, demand_id: UUID) -> OffplanDemand:
    """One demand to rule on."""
    return await tx.locked(OffplanDemand, demand_id, caller.scope)


def matching(
    caller: Caller, *, state: State | None = None, department: str | None = None, region: str | None = None
) -> sa.Select[OffplanDemand]:
    """The demands of a list request."""
    statement = sa.select(OffplanDemand).where(caller.scope.where(OffplanDemand), _readable(caller))
    wanted = {OffplanDemand.state: state, OffplanDemand.department: department, OffplanDemand.region: region}
    for column, value in wanted.items():
        if value is not None:
            statement = statement.where(col(column) == value)
    return statement


def _readable(caller: Caller) -> sa.ColumnElement[bool]:
    """Until the county office has confirmed it, a report is hidden from the body charged and from its home."""
    if not caller.roles <= _BYSTANDERS:
        return sa.true()
    confirmed = col(OffplanDemand.state) == State.CONFIRMED
    if caller.scope.department is not None:
        return confirmed
    charged = col(OffplanDemand.charged_home).startswith(caller.region)
    if caller.department is not None:
        charged = charged | (col(OffplanDemand.department) == caller.department)
    return confirmed | ~charged | (col(OffplanDemand.reported_by) == caller.sub)
