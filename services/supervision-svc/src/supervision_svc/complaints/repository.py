"""SQL about complaints."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from contracts.words import Action
from countykit.filters import Subtree
from countykit.identity import EVERYTHING, Caller, Role
from countykit.joining import JUDGES
from servicekit.codes import code_hash
from servicekit.filters import AnyOf, Equal, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from supervision_svc.complaints.errors import ComplaintCodeUnknown
from supervision_svc.complaints.models import JUDGED, Complaint, State

FILTERS = filters(Complaint, region=Subtree(), state=AnyOf(), action=Equal())


def visible(caller: Caller) -> sa.Select[Complaint]:
    """The county's own bodies see every complaint; the charged body and its township what was judged; no other any."""
    return sa.select(Complaint).where(_readable(caller))


def _readable(caller: Caller) -> sa.ColumnElement[bool]:
    if caller.roles & JUDGES and not caller.is_of_a_township:
        return caller.scope.where(Complaint)
    judged: sa.ColumnElement[bool] = col(Complaint.state).in_(JUDGED)
    if Role.DEPARTMENT in caller.roles:
        return judged & col(Complaint.department).in_(caller.bodies)
    if Role.TOWNSHIP in caller.roles:
        home = col(Complaint.charged_home)
        return judged & sa.or_(*(home.startswith(own, autoescape=True) for own in caller.townships))
    return sa.false()


async def get(tx: Transaction, caller: Caller, complaint_id: UUID) -> Complaint:
    """One complaint to look at; raises NotFound."""
    return await tx.one(visible(caller).where(col(Complaint.id) == complaint_id))


async def locked(tx: Transaction, caller: Caller, complaint_id: UUID) -> Complaint:
    """One complaint to change; raises NotFound also for what the caller may not see."""
    await get(tx, caller, complaint_id)
    return await tx.locked(Complaint, complaint_id, EVERYTHING)


async def by_code(tx: Transaction, code: str) -> Complaint:
    """The complaint of a retrieval code, locked: the code itself is the permission. Raises ComplaintCodeUnknown."""
    statement = sa.select(Complaint).where(col(Complaint.code_sha256) == code_hash(code)).with_for_update()
    found = (await tx.session.execute(statement)).scalar_one_or_none()
    if found is None:
        raise ComplaintCodeUnknown
    return found


LEAST = 3
"""A body reads no smaller number of complaints about it."""


async def counts(tx: Transaction, bodies: Collection[str], since: date) -> list[tuple[Action, int]]:
    """How many complaints about some bodies were answered since a day, by action; none that nobody has judged."""
    statement = (
        sa.select(col(Complaint.action), sa.func.count())
        .where(
            col(Complaint.accused).in_(bodies), col(Complaint.answered_on) >= since,
            col(Complaint.state) != State.REJECTED,
        )
        .group_by(col(Complaint.action))
        .having(sa.func.count() >= LEAST)
        .order_by(col(Complaint.action))
    )  # fmt: skip
    return [(action, number) for action, number in await tx.session.execute(statement)]


async def sent_by_page(tx: Transaction, page_key: str) -> bool:
    """Whether a page has sent its complaint."""
    statement = sa.select(col(Complaint.id)).where(col(Complaint.page_key) == page_key)
    return (await tx.session.execute(statement)).first() is not None
