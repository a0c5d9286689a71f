"""SQL about the spec tables; they are addressed to everybody, so they take no scope."""

import sqlalchemy as sa
from countykit import lineage
from countykit.regions import county_of
from servicekit.transaction import Transaction
from sqlmodel import col

from signage_svc.specs.models import EVERYWHERE, PlaqueSpec, SpecTable

# Two people who publish for one county at a time must not get one number.
_LOCK = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:region, 20261130))")


async def latest(tx: Transaction, region: str = EVERYWHERE) -> SpecTable | None:
    """The newest version that was published for exactly this region."""
    statement = sa.select(SpecTable).where(col(SpecTable.region) == region)
    newest = statement.order_by(col(SpecTable.number).desc()).limit(1)
    return (await tx.session.execute(newest)).scalar_one_or_none()


async def holding(tx: Transaction, region: str) -> SpecTable | None:
    """The version that holds for a region: its county's own, under whatever code, or the shipped one."""
    if len(region) >= 6:
        county = county_of(region.ljust(12, "0"))
        for code in sorted(await lineage.continued(tx, [county]), key=county.__ne__):
            own = await latest(tx, code)
            if own is not None:
                return own
    return await latest(tx)


async def versions(tx: Transaction, region: str) -> list[SpecTable]:
    """All versions that were published for exactly this region, the newest first."""
    statement = sa.select(SpecTable).where(col(SpecTable.region) == region).order_by(col(SpecTable.number).desc())
    return list((await tx.session.execute(statement)).scalars())


async def locked_latest(tx: Transaction, region: str) -> SpecTable | None:
    """The newest version of a region; nobody else publishes there until the end of the transaction."""
    await tx.session.execute(_LOCK, {"region": region})
    return await latest(tx, region)


async def counties(tx: Transaction) -> list[str]:
    """The counties that have published a table of their own."""
    statement = sa.select(col(SpecTable.region)).where(col(SpecTable.region) != EVERYWHERE).distinct()
    return list((await tx.session.execute(statement)).scalars())


async def rows_of(tx: Transaction, table: SpecTable) -> list[PlaqueSpec]:
    """The rows of a version, by code."""
    statement = sa.select(PlaqueSpec).where(col(PlaqueSpec.table_id) == table.id).order_by(col(PlaqueSpec.code))
    return list((await tx.session.execute(statement)).scalars())
