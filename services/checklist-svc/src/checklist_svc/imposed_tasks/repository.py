"""SQL about imposed tasks; every door takes the caller, because who may see a report depends on the role."""

from uuid import UUID

import sqlalchemy as sa
from countykit.identity import Caller, Role
from servicekit.errors import NotFound
from servicekit.transaction import Transaction
from sqlmodel import col

from checklist_svc.imposed_tasks.models import ImposedTask, State

_JUDGES = frozenset({Role.COUNTY_OFFICE, Role.APPROVER, Role.INSPECTOR, Role.OBSERVER})


def _visible(caller: Caller) -> sa.ColumnElement[bool]:
    """Judges see every report of their region. Others see what has been confirmed, and what they reported by name:
    a township must not read who among its villages has reported something against it."""
    condition = caller.scope.where(ImposedTask)
    if caller.roles & _JUDGES:
        return condition
    confirmed = col(ImposedTask.state) == State.CONFIRMED
    if caller.scope.department is not None:
        return condition & confirmed
    own = (col(ImposedTask.region) == caller.region.ljust(12, "0")) & sa.not_(col(ImposedTask.anonymous))
    return condition & (confirmed | own)


async def get(tx: Transaction, caller: Caller, task_id: UUID) -> ImposedTask:
    """One report to look at."""
    statement = sa.select(ImposedTask).where(col(ImposedTask.id) == task_id, _visible(caller))
    task = (await tx.session.execute(statement)).scalar_one_or_none()
    if task is None:
        raise NotFound
    tx.target = tx.target or task
    return task


def matching(caller: Caller, *, state: State | None, department: str | None) -> sa.Select[ImposedTask]:
    """The reports of a list request."""
    statement = sa.select(ImposedTask).where(_visible(caller))
    if state is not None:
        statement = statement.where(col(ImposedTask.state) == state)
    if department is not None:
        statement = statement.where(col(ImposedTask.department) == department)
    return statement
