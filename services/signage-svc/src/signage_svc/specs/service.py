"""What is done with the spec table: it is published once from the shipped file, and read by everybody."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files

import yaml
from contracts.signage import SpecTablePublished
from fastapi import FastAPI
from servicekit.errors import NotFound
from servicekit.transaction import Context, Transaction

from signage_svc.specs import repository
from signage_svc.specs.errors import SpecTableMissing
from signage_svc.specs.models import PlaqueSpec, SpecTable
from signage_svc.specs.schemas import ShippedTable


def shipped() -> ShippedTable:
    """The table that comes with this release."""
    text = (files("signage_svc") / "data" / "plaque_specs.yaml").read_text(encoding="utf-8")
    return ShippedTable.model_validate(yaml.safe_load(text))


async def publish_shipped(tx: Transaction) -> None:
    """Publish the shipped table unless it, or a later one, is in force; the leader's work, safe to repeat."""
    table = await repository.latest(tx)
    release = shipped()
    if table is not None and table.number >= release.number:
        return
    row = tx.add(SpecTable(**release.model_dump(exclude={"items"}), published_at=tx.now))
    # The rows refer to the table, and the session does not order inserts across a bare foreign key.
    await tx.session.flush()
    for item in release.items:
        tx.add(PlaqueSpec(table_id=row.id, **item.model_dump()))
    tx.record(SpecTablePublished(number=row.number, rows=len(release.items)), about=row)


async def in_force(tx: Transaction) -> tuple[SpecTable, list[PlaqueSpec]]:
    """The table in force with its rows; raises SpecTableMissing."""
    table = await repository.latest(tx)
    if table is None:
        raise SpecTableMissing
    return table, await repository.rows_of(tx, table)


async def one(tx: Transaction, code: str) -> PlaqueSpec:
    """One row of the table in force; raises NotFound."""
    _, rows = await in_force(tx)
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
