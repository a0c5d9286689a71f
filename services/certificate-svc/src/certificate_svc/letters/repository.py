"""SQL about letters; every door takes the caller's scope."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from countykit.identity import Caller, Scope
from countykit.questions import StatementAwaited
from countykit.workdays import today
from servicekit.filters import AnyOf, Equal, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from certificate_svc.letters.models import DemandLetter, Kind, State

FILTERS = filters(
    DemandLetter, kind=AnyOf(), state=AnyOf(), answer=AnyOf(), department=Equal(), charge=Equal(column="charge_id"),
)  # fmt: skip


def visible(scope: Scope) -> sa.Select[DemandLetter]:
    """The letters that a caller may see; a department those to itself."""
    return sa.select(DemandLetter).where(scope.where(DemandLetter))


async def get(tx: Transaction, caller: Caller, letter_id: UUID) -> DemandLetter:
    """One letter to look at."""
    return await tx.get(DemandLetter, letter_id, caller.scope)


async def last_of(tx: Transaction, region: str, recipient: str, item_name: str) -> DemandLetter | None:
    """The last letter about one matter to one body, locked; whoever writes another meanwhile waits."""
    matter = {"matter": f"letter|{region}|{recipient}|{item_name}"}
    await tx.session.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext(:matter))"), matter)
    statement = (
        sa.select(DemandLetter)
        .where(col(DemandLetter.region) == region, col(DemandLetter.recipient) == recipient)
        .where(col(DemandLetter.item_name) == item_name)
        .order_by(col(DemandLetter.id).desc()).limit(1).with_for_update()
    )  # fmt: skip
    return (await tx.session.execute(statement)).scalar_one_or_none()


async def link(tx: Transaction, charge_id: UUID, department: str, item: str, since: date) -> None:
    """A charge is opened: what the body was asked about the matter before stays with it, for those who judge."""
    statement = (
        sa.select(DemandLetter)
        .where(col(DemandLetter.department) == department, col(DemandLetter.item_code) == item)
        .where(col(DemandLetter.charge_id).is_(None), col(DemandLetter.sent_on) >= since)
        .with_for_update()
    )
    for letter in (await tx.session.execute(statement)).scalars():
        letter.charge_id = charge_id


async def of_charges(tx: Transaction, charges: Collection[UUID]) -> dict[UUID, DemandLetter]:
    """The last letter about each of these charges."""
    statement = sa.select(DemandLetter).where(col(DemandLetter.charge_id).in_(charges)).order_by(col(DemandLetter.id))
    found = (await tx.session.execute(statement)).scalars()
    return {letter.charge_id: letter for letter in found if letter.charge_id is not None}


async def require_heard(tx: Transaction, charge_id: UUID) -> None:
    """Raises StatementAwaited while the days of a question about the matter run: a letter hears as a question does."""
    letter = (await of_charges(tx, [charge_id])).get(charge_id)
    if letter is None or letter.kind is not Kind.QUESTION or letter.state is not State.SENT or letter.due_on is None:
        return
    if today(tx.now) <= letter.due_on:
        raise StatementAwaited(until=letter.due_on.isoformat())
