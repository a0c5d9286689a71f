"""What can be done with calendar subscriptions."""

from uuid import UUID

from contracts.calendar_subscriptions import CalendarSubscribed as Opened
from countykit import directory
from countykit.identity import Caller
from servicekit.errors import Refusal
from servicekit.transaction import Transaction

from supervision_svc.calendar_subscriptions import repository, tokens
from supervision_svc.calendar_subscriptions.errors import CalendarSubscribed, CalendarUnknown
from supervision_svc.calendar_subscriptions.models import SUBSCRIBERS, WORKFLOW, CalendarSubscription
from supervision_svc.passes.repository import arrived
from supervision_svc.plan_calendar.file import named_calendar
from supervision_svc.settings import Settings


async def subscribe(tx: Transaction, caller: Caller, title: str) -> CalendarSubscription:
    """Give the caller's post an address for calendar programs; raises CalendarSubscribed."""
    row = CalendarSubscription(
        region=caller.region.ljust(12, "0"), title=title, owner=caller.sub, department=caller.department,
        role=next(role for role in SUBSCRIBERS if role in caller.roles),
    )  # fmt: skip
    if await repository.subscribed(tx, row):
        raise CalendarSubscribed
    tx.target = tx.add(row)
    tx.record(Opened(), about=row)
    return row


async def end(tx: Transaction, caller: Caller, subscription_id: UUID, note: str | None) -> CalendarSubscription:
    """End an address; raises NotFound, Forbidden, IllegalTransition."""
    row = await repository.locked(tx, caller, subscription_id)
    taken = WORKFLOW.take(row, "ending", caller)
    row.note = note
    tx.record(taken.event(row), about=row)
    return row


async def read(tx: Transaction, token: str, settings: Settings) -> bytes:
    """The announced plan of the post behind an address; raises CalendarUnknown."""
    signed = tokens.read(token, settings.pass_keys)
    row = None if signed is None else await repository.active(tx, signed)
    if row is None:
        raise CalendarUnknown
    try:
        await directory.region(tx, row.region, "county", "township", "village")
        if row.department is not None:
            await directory.department(tx, row.department)
    except Refusal as ended:
        raise CalendarUnknown from ended
    entries = await repository.announced(tx, row.reader)
    arrivals = await arrived(tx, row.reader, None, None)
    return await named_calendar(tx, "督检考计划", entries, arrivals)
