"""A service's own copy of the published notices, and the calendar that is made of it for a region."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import orjson
import sqlalchemy as sa
from contracts.envelope import Envelope
from contracts.gateway import CalendarPublished
from servicekit.consumers import Consumers
from servicekit.transaction import Transaction

from countykit.calendar.notices import COUNTRY, Notice
from countykit.calendar.workcalendar import WorkCalendar
from countykit.regions import significant

follow = Consumers()
"""Include these handlers: `consumers.include(calendar.follow)`."""

# An older event that arrives late must not win, so rows carry the sequence they were written from.
_NOTICE = sa.text("""
    INSERT INTO calendar_notice (region, year, days_off, make_up_days, sequence)
    VALUES (:region, :year, :days_off, :make_up_days, :sequence)
    ON CONFLICT (region, year) DO UPDATE SET days_off = excluded.days_off, make_up_days = excluded.make_up_days,
        sequence = excluded.sequence
    WHERE calendar_notice.sequence < excluded.sequence
""")
# One row, so that it can be kept for two seconds like other reference data. The version grows with every publication.
_ALL = """
    SELECT coalesce(sum(sequence), 0)::integer AS version,
           coalesce(json_agg(notice ORDER BY region, year), '[]')::text AS notices
    FROM calendar_notice AS notice
"""


@follow(CalendarPublished)
async def follow_calendar(event: Envelope[CalendarPublished], tx: Transaction) -> None:
    """Keep the newest publication of an area and year."""
    days = event.data.model_dump(include={"year", "days_off", "make_up_days"})
    await tx.session.execute(_NOTICE, {**days, "region": event.region, "sequence": event.sequence})


async def calendar_of(tx: Transaction, region: str) -> WorkCalendar:
    """The calendar of a region as this service knows it, at most two seconds old."""
    row = await tx.lookup(_ALL)
    return _calendar(row["version"], row["notices"], region[:6])


@dataclass(frozen=True, slots=True)
class Calendars:
    """The calendars of all regions at one version of the publications."""

    version: int
    notices: str

    def of(self, region: str) -> WorkCalendar:
        """The calendar of a region."""
        return _calendar(self.version, self.notices, region[:6])


async def calendars_now(tx: Transaction) -> Calendars:
    """All that is committed at this moment: for work that is done once for each publication."""
    return Calendars(*(await tx.session.execute(sa.text(_ALL))).one())


@lru_cache(maxsize=4096)
def _calendar(version: int, notices: str, county: str) -> WorkCalendar:
    """One calendar for each county in this process, shared by all counties without local holidays."""
    every = _notices(notices)
    return _built(version, tuple(n for n in every if n.region == COUNTRY or county.startswith(significant(n.region))))


@lru_cache(maxsize=64)
def _built(version: int, notices: tuple[Notice, ...]) -> WorkCalendar:
    return WorkCalendar(notices, version=version)


@lru_cache(maxsize=4)
def _notices(text: str) -> tuple[Notice, ...]:
    rows = orjson.loads(text)
    return tuple(Notice(row["region"], row["year"], _days(row["days_off"]), _days(row["make_up_days"])) for row in rows)


def _days(texts: list[str]) -> frozenset[date]:
    return frozenset(map(date.fromisoformat, texts))
