"""A service's small copy of the directory, kept by following the gateway's events."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Annotated

import sqlalchemy as sa
from contracts.envelope import Envelope
from contracts.gateway import DepartmentRegistered, RegionRegistered
from contracts.lineage import ChangeSubject, TerritoryChanged, TerritoryRestored
from servicekit.consumers import Consumers
from servicekit.errors import Conflict, Invalid
from servicekit.naming import Named
from servicekit.transaction import Transaction

from countykit import lineage
from countykit.validity import ended_by, valid_on, valid_within_sql
from countykit.workdays import today

RegionCode = Annotated[
    str, Named("SELECT code, name FROM region WHERE code = ANY($1) UNION ALL SELECT '000000000000', '全国'")
]
"""A region in a view, which shows its name beside it."""
DepartmentCode = Annotated[str, Named("SELECT code, name FROM department WHERE code = ANY($1)")]
"""A department in a view, which shows its name beside it; one that has ended keeps its name."""

follow = Consumers()
"""Include these handlers: `consumers.include(directory.follow)`."""

# An older event that arrives late must not win, so rows carry the sequence they were written from.
_REGION = sa.text("""
    INSERT INTO region (code, name, level, valid_from, valid_to, sequence)
    VALUES (:code, :name, :level, :valid_from, :valid_to, :sequence)
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, level = excluded.level, valid_from = excluded.valid_from,
        valid_to = excluded.valid_to, sequence = excluded.sequence
    WHERE region.sequence < excluded.sequence
""")
_DEPARTMENT = sa.text("""
    INSERT INTO department (code, name, home, active, valid_from, valid_to, sequence)
    VALUES (:code, :name, :home, :active, coalesce(CAST(:valid_from AS date), '1900-01-01'), :valid_to, :sequence)
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, home = excluded.home, active = excluded.active,
        valid_from = excluded.valid_from, valid_to = excluded.valid_to, sequence = excluded.sequence
    WHERE department.sequence < excluded.sequence
""")


@follow(RegionRegistered)
async def follow_region(event: Envelope[RegionRegistered], tx: Transaction) -> None:
    """Keep the region's latest name and validity."""
    await tx.session.execute(_REGION, {**event.data.model_dump(), "sequence": event.sequence})


@follow(DepartmentRegistered)
async def follow_department(event: Envelope[DepartmentRegistered], tx: Transaction) -> None:
    """Keep the department's latest name and home."""
    values = event.data.model_dump(include={"code", "name", "home", "active", "valid_from", "valid_to"})
    await tx.session.execute(_DEPARTMENT, {**values, "sequence": event.sequence})


_LINE = sa.text("""
    INSERT INTO lineage (change, subject, predecessor, successor, effective_on, share, takes_over, continues)
    VALUES (:change, :subject, :predecessor, :successor, :effective_on, :share, :takes_over, :continues)
    ON CONFLICT DO NOTHING
""")
_SUCCESSORS = """
    SELECT coalesce(json_agg(successor ORDER BY takes_over DESC, share DESC, successor), '[]')::text AS codes
    FROM lineage WHERE subject = $1 AND predecessor = $2 AND successor <> ''
"""


@follow(TerritoryChanged)
async def follow_change(event: Envelope[TerritoryChanged], tx: Transaction) -> None:
    """Keep who takes over from whom."""
    about = {"change": event.subject, "subject": event.data.subject, "effective_on": event.data.effective_on}
    lines = [line.model_dump() | {"successor": line.successor or ""} | about for line in event.data.lines]
    if lines:
        await tx.session.execute(_LINE, lines)


@follow(TerritoryRestored)
async def follow_restoration(event: Envelope[TerritoryRestored], tx: Transaction) -> None:
    """Forget the lines of a change that was undone."""
    await tx.session.execute(sa.text("DELETE FROM lineage WHERE change = :change"), {"change": event.subject})


async def successors(tx: Transaction, subject: ChangeSubject, code: str) -> list[str]:
    """Who came after a region or a body, the one that takes over first; for a refusal to name."""
    found: list[str] = json.loads((await tx.lookup(_SUCCESSORS, subject, code))["codes"])
    return found


class RegionUnknown(Invalid):
    """The region is not in the directory, or not of the level needed here."""

    code = "region_unknown"
    detail = "行政区划代码不存在或级别不符"


class RegionEnded(Conflict):
    """The region has ended: it takes nothing more."""

    code = "region_ended"
    detail = "该行政区划已撤销或停用，不再受理"
    region: str
    ended_on: date
    successors: list[str] | None


class RegionNotYetValid(Conflict):
    """The region begins on a later day."""

    code = "region_not_yet_valid"
    detail = "该行政区划尚未启用"
    region: str
    valid_from: date


class DepartmentUnknown(Invalid):
    """The department is not in the directory."""

    code = "department_unknown"
    detail = "机构代码不存在"


class DepartmentEnded(Conflict):
    """The department has ended: it takes nothing more."""

    code = "department_ended"
    detail = "该机构已撤销"
    department: str
    ended_on: date
    successors: list[str] | None


class DepartmentNotYetValid(Conflict):
    """The department begins on a later day."""

    code = "department_not_yet_valid"
    detail = "该机构尚未设立"
    department: str
    valid_from: date


REGION_REFUSALS = (RegionUnknown, RegionEnded, RegionNotYetValid)
DEPARTMENT_REFUSALS = (DepartmentUnknown, DepartmentEnded, DepartmentNotYetValid)
"""What a route that takes a region or a department may answer."""


@dataclass(frozen=True, slots=True)
class Region:
    """A region as this service knows it."""

    code: str
    name: str
    level: str
    valid_from: date
    valid_to: date | None

    def is_there(self, first: date, last: date) -> bool:
        """Whether the region is there on every day from the first to the last."""
        return valid_on(self, first) and valid_on(self, last)

    def require_valid(self, today: date, *, on: date | None = None) -> None:
        """Raise RegionEnded if it ended by the day of what is told, RegionNotYetValid if it is still to come.

        What came into the directory lately may take what is told of the days before.
        """
        if ended_by(self, on or today):
            raise RegionEnded(region=self.code, ended_on=self.valid_to)
        if self.valid_from > today:
            raise RegionNotYetValid(region=self.code, valid_from=self.valid_from)


@dataclass(frozen=True, slots=True)
class Department:
    """A department as this service knows it; `home` is the region that it belongs to."""

    code: str
    name: str
    home: str
    valid_from: date
    valid_to: date | None

    def require_valid(self, today: date, *, on: date | None = None) -> None:
        """Raise DepartmentEnded or DepartmentNotYetValid, by the same rule as for regions."""
        if ended_by(self, on or today):
            raise DepartmentEnded(department=self.code, ended_on=self.valid_to)
        if self.valid_from > today:
            raise DepartmentNotYetValid(department=self.code, valid_from=self.valid_from)


async def known_region(tx: Transaction, code: str, *levels: str) -> Region:
    """A region of any time, for its name; raises RegionUnknown when it is absent or not of one of the levels."""
    row = await tx.lookup("SELECT code, name, level, valid_from, valid_to FROM region WHERE code = $1", code)
    if row is None or (levels and row["level"] not in levels):
        raise RegionUnknown
    return Region(**row)


async def region(tx: Transaction, code: str, *levels: str, on: date | None = None) -> Region:
    """A region that is there today, or on the day of what is told.

    Raises RegionUnknown, RegionEnded, RegionNotYetValid.
    """
    found = await known_region(tx, code, *levels)
    try:
        found.require_valid(today(tx.now), on=on)
    except RegionEnded as refusal:
        refusal.also(successors=await successors(tx, ChangeSubject.REGION, code))
        raise
    return found


async def known_department(tx: Transaction, code: str) -> Department:
    """A department of any time, for its name and home; raises DepartmentUnknown."""
    row = await tx.lookup("SELECT code, name, home, valid_from, valid_to FROM department WHERE code = $1", code)
    if row is None:
        raise DepartmentUnknown
    return Department(**row)


async def answering(tx: Transaction, code: str) -> Department:
    """Who goes on with the work of a department: itself, or who took it over; raises DepartmentUnknown."""
    return await known_department(tx, await lineage.heir_of_body(tx, code))


async def department(tx: Transaction, code: str, *, on: date | None = None) -> Department:
    """A department that is there today, or on the day of what is told.

    Raises DepartmentUnknown, DepartmentEnded, DepartmentNotYetValid.
    """
    row = await tx.lookup(
        "SELECT code, name, home, valid_from, valid_to FROM department WHERE code = $1 AND active", code
    )
    if row is None:
        raise DepartmentUnknown
    found = Department(**row)
    try:
        found.require_valid(today(tx.now), on=on)
    except DepartmentEnded as refusal:
        refusal.also(successors=await successors(tx, ChangeSubject.DEPARTMENT, code))
        raise
    return found


async def regions_within(
    tx: Transaction, prefix: str, level: str, *, first: date | None = None, last: date | None = None
) -> list[Region]:
    """The regions of a level under a prefix, by code, that are there today, or on a day from `first` to `last`."""
    day = today(tx.now)
    statement = sa.text(f"""
        SELECT code, name, level, valid_from, valid_to FROM region
        WHERE code LIKE :prefix AND level = :level AND {valid_within_sql("region", ":first", ":last")} ORDER BY code
    """)
    values = {"prefix": f"{prefix}%", "level": level, "first": first or day, "last": last or first or day}
    return [Region(*row) for row in await tx.session.execute(statement, values)]


async def the_county(tx: Transaction, code: str | None) -> str:
    """The county that was named, or the only one there is: who scans a sheet knows no codes. Raises RegionUnknown."""
    if code is not None:
        return (await known_region(tx, code, "county")).code
    counties = await regions_within(tx, "", "county")
    if len(counties) != 1:
        raise RegionUnknown
    return counties[0].code
