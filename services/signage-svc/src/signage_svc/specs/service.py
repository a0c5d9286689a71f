"""What is done with the spec tables: one is shipped, a county publishes its own, and everybody reads."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

from contracts.signage import SpecTablePublished
from countykit.identity import Caller
from countykit.regions import county_of
from fastapi import FastAPI, UploadFile
from servicekit import tabular
from servicekit.due import ONLY
from servicekit.errors import Forbidden, NotFound
from servicekit.shipped import shipped_data
from servicekit.transaction import Context, Transaction

from signage_svc.settings import Settings
from signage_svc.specs import repository
from signage_svc.specs.contradictions import contradictions
from signage_svc.specs.errors import SpecTableMissing
from signage_svc.specs.models import EVERYWHERE, PlaqueSpec, SpecTable
from signage_svc.specs.presets import preset
from signage_svc.specs.schemas import ShippedTable, SpecRow, SpecTableReport, SpecView

REJUDGING = "rejudge-plaques"
"""The work on the due-list that judges plaques again; every new table puts it there at once."""
_MOST_ROWS = 200
_PROVENANCE = {"county": "县级依据本表所附文件公布"}


@cache
def shipped() -> ShippedTable:
    """The table that comes with this release."""
    return ShippedTable.model_validate(shipped_data("signage_svc", "data/plaque_specs.yaml"))


async def publish_shipped(tx: Transaction) -> None:
    """Publish the shipped table unless it, or a later one, is in force; the leader's work, safe to repeat."""
    table = await repository.latest(tx)
    release = shipped()
    if table is not None and table.number >= release.number:
        return
    row = SpecTable(**release.model_dump(exclude={"items"}), published_at=tx.now)
    await _publish(tx, row, release.items)


async def _publish(tx: Transaction, table: SpecTable, rows: list[SpecRow]) -> None:
    tx.add(table)
    # The rows refer to the table, and the session does not order inserts across a bare foreign key.
    await tx.session.flush()
    for item in rows:
        tx.add(PlaqueSpec(table_id=table.id, **item.model_dump()))
    tx.record(SpecTablePublished(number=table.number, rows=len(rows)), about=table)
    tx.schedule(REJUDGING, ONLY, tx.now)


async def import_table(
    tx: Transaction, caller: Caller, upload: UploadFile, settings: Settings,
    *, basis: str, outside_limit: int, door_head_limit: int, chosen: str | None, dry_run: bool,
) -> SpecTableReport:  # fmt: skip
    """Publish a county's own table as its next version; raises PresetUnknown, and RowsRefused where rows are wrong.

    A preset says of each row whether it hangs outside, and has limits of its own.
    """
    if len(caller.region) < 6:
        raise Forbidden
    region, usage = county_of(caller.region.ljust(12, "0")), preset(chosen) if chosen else None
    table = await tabular.read(
        upload, SpecRow, also=SpecView, most_rows=_MOST_ROWS, limit_bytes=settings.import_limit_bytes
    )
    newest, (now, rows) = await repository.locked_latest(tx, region), await in_force(tx, region)
    number = (newest.number if newest else 0) + 1
    before = {row.code: SpecRow.model_validate(row.model_dump(exclude={"table_id"})) for row in rows}
    after = {row.body.code: usage.applied(row.body) if usage else row.body for row in table.rows}
    report = table.settled(
        SpecTableReport, contradictions(table.rows), dry_run=dry_run, number=number,
        added=sorted(after.keys() - before.keys()), dropped=sorted(before.keys() - after.keys()),
        changed=sorted(code for code in after.keys() & before.keys() if after[code] != before[code]),
    )  # fmt: skip
    if not dry_run:
        own = SpecTable(
            region=region, number=number, title=now.title, note="", basis=basis,
            outside_limit=usage.outside_limit if usage else outside_limit,
            door_head_limit=usage.door_head_limit if usage else door_head_limit,
            provenance_values=now.provenance_values | _PROVENANCE,
            published_at=tx.now, published_by=caller.sub,
        )  # fmt: skip
        await _publish(tx, own, list(after.values()))
    return report


async def in_force(tx: Transaction, region: str = EVERYWHERE) -> tuple[SpecTable, list[PlaqueSpec]]:
    """The table that holds for a region, with its rows; raises SpecTableMissing."""
    table = await repository.holding(tx, region)
    if table is None:
        raise SpecTableMissing
    return table, await repository.rows_of(tx, table)


async def versions(tx: Transaction, region: str, *, shipped_ones: bool) -> list[SpecTable]:
    """All versions of the table that holds for a region, or of the shipped one; raises SpecTableMissing."""
    table, _ = await in_force(tx, EVERYWHERE if shipped_ones else region)
    return await repository.versions(tx, table.region)


async def version(
    tx: Transaction, region: str, number: int, *, shipped_ones: bool
) -> tuple[SpecTable, list[PlaqueSpec]]:
    """One of these versions, with its rows; raises NotFound."""
    for table in await versions(tx, region, shipped_ones=shipped_ones):
        if table.number == number:
            return table, await repository.rows_of(tx, table)
    raise NotFound


async def one(tx: Transaction, region: str, code: str) -> PlaqueSpec:
    """One row of the table that holds for a region; raises NotFound."""
    _, rows = await in_force(tx, region)
    for row in rows:
        if row.code == code:
            return row
    raise NotFound


@asynccontextmanager
async def ready_with_table(app: FastAPI) -> AsyncIterator[None]:
    """A lifespan step: the service is not ready before the table is published, since nothing can be judged without."""

    async def check() -> str | None:
        async with app.state.database.transaction(Context.of_system("readiness")) as tx:
            return None if await repository.latest(tx) is not None else "spec table not published yet"

    app.state.checks["spec_table"] = check
    yield
