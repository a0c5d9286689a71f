"""SQL about meetings: whoever sees a group sees its meetings."""

from uuid import UUID

import sqlalchemy as sa
from countykit.filters import Subtree
from countykit.identity import EVERYTHING, Caller
from servicekit.filters import Equal, Since, Until, Words, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from supervision_svc.meetings.models import Meeting
from supervision_svc.work_groups.repository import seen

FILTERS = filters(
    Meeting, q=Words("title"),
    region=Subtree(), group=Equal(column="group_id"), held_from=Since("held_on"), held_until=Until("held_on"),
)  # fmt: skip


def visible(caller: Caller) -> sa.Select[Meeting]:
    """The meetings that a caller may see."""
    return sa.select(Meeting).where(seen(Meeting, caller))


async def get(tx: Transaction, caller: Caller, meeting_id: UUID) -> Meeting:
    """One meeting; raises NotFound."""
    return await tx.one(visible(caller).where(col(Meeting.id) == meeting_id))


async def locked(tx: Transaction, caller: Caller, meeting_id: UUID) -> Meeting:
    """One meeting to correct; raises NotFound, StaleVersion."""
    await get(tx, caller, meeting_id)
    return await tx.locked(Meeting, meeting_id, EVERYTHING)
