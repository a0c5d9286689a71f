"""SQL about regions. The gateway's own rows are the source that every service's copy follows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from contracts.gateway import RegionLevel
from countykit.directory import RegionEnded, RegionUnknown
from countykit.regions import significant, township_of
from countykit.validity import ended_by, valid_on_sql
from countykit.workdays import today
from servicekit.errors import NotFound
from servicekit.transaction import Transaction

from gateway.directory.names import repository as names
from gateway.directory.names.models import NameKind

_COLUMNS = "code, name, level, valid_from, valid_to, sequence"
_IMPORT_LOCK = 0x50B0_0010
_WRITE = sa.text("""
    INSERT INTO region (code, name, level, valid_from, valid_to, sequence)
    SELECT * FROM unnest(CAST(:codes AS text[]), CAST(:names AS text[]), CAST(:levels AS text[]),
                         CAST(:valid_from AS date[]), CAST(:valid_to AS date[]), CAST(:sequences AS integer[]))
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, level = excluded.level, valid_from = excluded.valid_from,
        valid_to = excluded.valid_to, sequence = excluded.sequence
""")

_AT_ENDED = sa.text("""
    UPDATE session SET revoked_at = :now WHERE revoked_at IS NULL AND post_id IN (
        SELECT id FROM post
        WHERE region = ANY(CAST(:regions AS text[])) OR department = ANY(CAST(:departments AS text[]))
    )
""")


_NAMESAKES = sa.text("""
    SELECT new.name, new.parent, region.level, min(region.code) AS code
    FROM unnest(CAST(:names AS text[]), CAST(:parents AS text[]), CAST(:ends AS text[])) AS new(name, parent, last)
    JOIN directory_name AS named
        ON named.kind = 'region' AND named.code > new.parent AND named.code <= new.last AND named.name = new.name
    JOIN region ON region.code = CAST(named.code AS bpchar)
    WHERE region.valid_to IS NULL OR region.valid_to > :day
    GROUP BY 1, 2, 3
""")


@dataclass(slots=True)
class Region:
    """A row of the directory: light, because a province has tens of thousands. Its own code is its region."""

    code: str
    name: str
    level: RegionLevel
    valid_from: date
    valid_to: date | None
    version: int

    @property
    def id(self) -> str:
        """Events are about the code."""
        return self.code

    @property
    def partition_key(self) -> str:
        """One township's events stay in order."""
        return township_of(self.code)

    @property
    def attributes(self) -> dict[str, str]:
        """A region lies within itself."""
        return {"region": self.code}


async def lock_for_import(tx: Transaction) -> None:
    """One import at a time: rows that do not exist yet cannot be locked."""
    await tx.session.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _IMPORT_LOCK})


async def known(tx: Transaction, codes: Collection[str]) -> dict[str, Region]:
    """The regions of these codes that are in the directory."""
    statement = sa.text(f"SELECT {_COLUMNS} FROM region WHERE code = ANY(CAST(:codes AS bpchar[]))")
    rows = await tx.session.execute(statement, {"codes": list(codes)})
    return {row.code: Region(*row) for row in rows}


async def namesakes(
    tx: Transaction, wanted: Collection[tuple[str, str]], day: date
) -> dict[tuple[str, str, str], str]:  # fmt: skip
    """Name, parent and level of regions that are still there → their code, for some names below some parents."""
    values = {
        "names": [name for name, _ in wanted], "parents": [parent for _, parent in wanted],
        "ends": [significant(parent).ljust(12, "9") for _, parent in wanted], "day": day,
    }  # fmt: skip
    rows = await tx.session.execute(_NAMESAKES, values) if wanted else ()
    return {(row.name, row.parent, row.level): str(row.code) for row in rows}


async def existing(tx: Transaction, codes: Collection[str]) -> set[str]:
    """Which of these codes are in the directory."""
    return set(await known(tx, codes))


async def require_valid(tx: Transaction, code: str) -> None:
    """Raise RegionUnknown when a code is not in the directory, RegionEnded when it has ended.

    What is still to come may be prepared: its accounts are opened and its departments registered before its first day.
    """
    found = (await known(tx, [code])).get(code)
    if found is None:
        raise RegionUnknown
    if ended_by(found, today(tx.now)):
        raise RegionEnded(region=code, ended_on=found.valid_to)


async def get(tx: Transaction, code: str) -> Region:
    """One region; raises NotFound."""
    found = await known(tx, [code])
    if code not in found:
        raise NotFound
    return found[code]


async def write(tx: Transaction, regions: Sequence[Region]) -> None:
    """Write new and changed regions in one statement."""
    await tx.session.execute(_WRITE, {
        "codes": [region.code for region in regions], "names": [region.name for region in regions],
        "levels": [region.level for region in regions], "valid_from": [region.valid_from for region in regions],
        "valid_to": [region.valid_to for region in regions], "sequences": [region.version for region in regions],
    })  # fmt: skip
    await names.write(tx, NameKind.REGION, [(region.code, region.name) for region in regions])


def below(*, parent: str | None, level: str | None, words: str | None, day: date | None) -> sa.Select[Any]:
    """The regions below another one; the filters narrow them."""
    code: sa.ColumnClause[Any] = sa.column("code")
    columns: list[sa.ColumnClause[Any]] = [sa.column(column) for column in _COLUMNS.split(", ")]
    statement = sa.select(*columns).select_from(sa.table("region"))
    if parent is not None:
        statement = statement.where(code.like(f"{significant(parent)}%"), code > parent)
    if level is not None:
        statement = statement.where(sa.column("level") == level)
    if day is not None:
        statement = statement.where(sa.text(valid_on_sql("region", ":day")).bindparams(day=day))
    return statement if words is None else statement.where(code.in_(names.codes(NameKind.REGION, words)))


async def page_of(tx: Transaction, statement: sa.Select[Any], *, after: str, limit: int) -> list[Region]:
    """The next regions of a list, by code."""
    code: sa.ColumnClause[Any] = sa.column("code")
    rows = await tx.session.execute(statement.where(code > after).order_by(code).limit(limit))
    return [Region(*row) for row in rows]


async def end_sessions(tx: Transaction, *, regions: Collection[str] = (), departments: Collection[str] = ()) -> None:
    """End every session of a post in places or bodies that are no more."""
    if regions or departments:
        values = {"now": tx.now, "regions": list(regions), "departments": list(departments)}
        await tx.session.execute(_AT_ENDED, values)
