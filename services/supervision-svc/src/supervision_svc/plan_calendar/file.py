"""Entries of the yearly plan as a calendar file (RFC 5545) that a telephone or a mail program subscribes to."""

from asyncio import to_thread
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from icalendar import Calendar, Event
from servicekit.transaction import Transaction

from supervision_svc.passes.models import VisitPass
from supervision_svc.plan import repository as plan
from supervision_svc.plan.models import PlanEntry, State

MEDIA_TYPE = "text/calendar"
READ_AGAIN = timedelta(hours=12)
"""How often a program that subscribed should look: a plan changes by days."""


async def named_calendar(
    tx: Transaction, title: str, entries: Sequence[PlanEntry], arrived: Sequence[tuple[VisitPass, PlanEntry]]
) -> bytes:  # fmt: skip
    """The file with the names of its bodies and places, made off the event loop."""
    bodies = {code for entry in entries for code in entry.bodies} | {visit.department for visit, _ in arrived}
    places = {place for entry in entries for place in entry.places} | {visit.region for visit, _ in arrived}
    return await to_thread(calendar_file, title, entries, arrived, await plan.names(tx, bodies, places))


def calendar_file(
    title: str, entries: Iterable[PlanEntry], arrived: Iterable[tuple[VisitPass, PlanEntry]], names: Mapping[str, str]
) -> bytes:  # fmt: skip
    """The entries as all-day events; a cancelled or replaced one stays, so that it goes from calendars that had it.

    Of an unannounced entry only the visits that have `arrived` are there, each with its own village and day. `names`
    are those of departments and regions by their codes.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Songbang//Yearly plan//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", title)  # RFC 7986, and before it
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", READ_AGAIN, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", READ_AGAIN)
    for entry in entries:
        calendar.add_component(_event(entry, names))
    for visit, entry in arrived:
        calendar.add_component(_arrival(visit, entry, names))
    return bytes(calendar.to_ical())


def _arrival(visit: VisitPass, entry: PlanEntry, names: Mapping[str, str]) -> Event:
    event = Event()
    event.add("uid", f"{visit.id}@songbang")
    event.add("dtstamp", visit.updated_at)
    event.add("dtstart", visit.visit_on)
    event.add("dtend", visit.visit_on + timedelta(days=1))
    event.add("summary", f"{names.get(visit.department, visit.department)}：{entry.title}")
    event.add("description", f"计划编号：{visit.number}\n内容：{entry.content}\n对象：{entry.subject}")
    event.add("location", names.get(visit.region, visit.region))
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def _event(entry: PlanEntry, names: Mapping[str, str]) -> Event:
    bodies = "、".join(names.get(code, code) for code in (entry.department, *entry.joint))
    event = Event()
    event.add("uid", f"{entry.id}@songbang")
    event.add("dtstamp", entry.updated_at)
    event.add("last-modified", entry.updated_at)
    event.add("sequence", entry.version)
    event.add("dtstart", entry.starts_on)
    event.add("dtend", entry.ends_on + timedelta(days=1))  # RFC 5545: the end is the first day after it
    event.add("summary", f"{bodies}：{entry.title}")
    lines = [f"计划编号：{entry.number}", f"类别：{entry.kind.title_zh}", f"内容：{entry.content}",
             f"对象：{entry.subject}", f"到村次数：{entry.quota}", f"依据：{entry.basis}"]  # fmt: skip
    event.add("description", "\n".join(lines))
    event.add("location", "、".join(names.get(code, code) for code in entry.places))
    event.add("status", "CONFIRMED" if entry.state is State.PUBLISHED else "CANCELLED")
    event.add("transp", "TRANSPARENT")
    return event
