"""SQL about decisions of meetings."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from countykit.due import last_days
from countykit.filters import Subtree
from countykit.identity import EVERYTHING, Caller, Role
from countykit.regions import TOWNSHIP_DIGITS
from servicekit.filters import AnyOf, Equal, Own, Until, Words, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from supervision_svc.decisions.models import Decision, State
from supervision_svc.programmes.repository import watches

FILTERS = filters(
    Decision, q=Words("title"),
    region=Subtree(), state=AnyOf(), group=Equal(column="group_id"), meeting=Equal(column="meeting_id"),
    department=Equal(), due_until=Until("deadline"),
    overdue=Own(bool, description="whether the deadline has passed and nobody reported it as done"),
)  # fmt: skip
_OPEN = col(Decision.state) == State.OPEN
PASSING = last_days(
    Decision, "deadline", _OPEN, col(Decision.overdue_deadline).is_distinct_from(col(Decision.deadline))
)
"""The decisions whose deadline will pass or has passed, without being published yet."""


def visible(caller: Caller) -> sa.Select[Decision]:
    """All for those who follow the county; a body its own; a township its own and what its group decided."""
    statement = sa.select(Decision).where(col(Decision.region).startswith(caller.region[:6], autoescape=True))
    if watches(caller):
        return statement
    own: sa.ColumnElement[bool] = sa.false()
    if caller.department is not None:
        own = col(Decision.department).in_(caller.bodies)
    if Role.TOWNSHIP in caller.roles and len(caller.region) >= TOWNSHIP_DIGITS:
        of_it = (
            col(column).startswith(caller.region, autoescape=True)
            for column in (Decision.region, Decision.group_region)
        )
        own = sa.or_(own, *of_it)
    # To a township a task that nobody has confirmed does not exist.
    mine = col(Decision.proposed_by).in_(sorted(caller.logins))
    return statement.where(sa.or_(own & (col(Decision.state) != State.PENDING), mine))


def overdue(day: date) -> sa.ColumnElement[bool]:
    """`Decision.is_overdue` in SQL."""
    return sa.and_(_OPEN, col(Decision.deadline) < day)


async def get(tx: Transaction, caller: Caller, decision_id: UUID) -> Decision:
    """One decision; raises NotFound."""
    return await tx.one(visible(caller).where(col(Decision.id) == decision_id))


async def locked(tx: Transaction, caller: Caller, decision_id: UUID) -> Decision:
    """One decision to change; raises NotFound, StaleVersion."""
    await get(tx, caller, decision_id)
    return await tx.locked(Decision, decision_id, EVERYTHING)


async def by_system(tx: Transaction, decision_id: UUID) -> Decision:
    """A decision whose day has come."""
    return await tx.locked(Decision, decision_id, EVERYTHING)
