"""A service's small copy of the directory, kept by following the gateway's events."""

from dataclasses import dataclass

import sqlalchemy as sa
from contracts.envelope import Envelope
from contracts.gateway import DepartmentRegistered, RegionRegistered
from servicekit.consumers import Consumers
from servicekit.errors import Invalid
from servicekit.transaction import Transaction

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
    INSERT INTO department (code, name, home, active, sequence) VALUES (:code, :name, :home, :active, :sequence)
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, home = excluded.home, active = excluded.active,
        sequence = excluded.sequence
    WHERE department.sequence < excluded.sequence
""")


@follow(RegionRegistered)
async def follow_region(event: Envelope[RegionRegistered], tx: Transaction) -> None:
    """Keep the region's latest name and validity."""
    await tx.session.execute(_REGION, {**event.data.model_dump(), "sequence": event.sequence})


@follow(DepartmentRegistered)
async def follow_department(event: Envelope[DepartmentRegistered], tx: Transaction) -> None:
    """Keep the department's latest name and home."""
    values = event.data.model_dump(include={"code", "name", "home", "active"})
    await tx.session.execute(_DEPARTMENT, {**values, "sequence": event.sequence})


class RegionUnknown(Invalid):
    """The region is not in the directory, or not of the level needed here."""

    code = "region_unknown"
    detail = "行政区划代码不存在或级别不符"


class DepartmentUnknown(Invalid):
    """The department is not in the directory."""

    code = "department_unknown"
    detail = "机构代码不存在"


@dataclass(frozen=True, slots=True)
class Region:
    """A region as this service knows it."""

    code: str
    name: str
    level: str


@dataclass(frozen=True, slots=True)
class Department:
    """A department as this service knows it; `home` is the region that it belongs to."""

    code: str
    name: str
    home: str


async def region(tx: Transaction, code: str, *levels: str) -> Region:
    """Look a region up; raises RegionUnknown when it is absent or not of one of the levels."""
    row = await tx.lookup("SELECT code, name, level FROM region WHERE code = $1", code)
    if row is None or (levels and row["level"] not in levels):
        raise RegionUnknown
    return Region(**row)


async def department(tx: Transaction, code: str) -> Department:
    """Look a department up; raises DepartmentUnknown."""
    row = await tx.lookup("SELECT code, name, home FROM department WHERE code = $1 AND active", code)
    if row is None:
        raise DepartmentUnknown
    return Department(**row)


async def regions_within(tx: Transaction, prefix: str, level: str) -> list[Region]:
    """The valid regions of a level under a prefix, by code."""
    statement = sa.text("""
        SELECT code, name, level FROM region
        WHERE code LIKE :prefix AND level = :level AND valid_to IS NULL ORDER BY code
    """)
    rows = await tx.session.execute(statement, {"prefix": f"{prefix}%", "level": level})
    return [Region(row.code, row.name, row.level) for row in rows]
