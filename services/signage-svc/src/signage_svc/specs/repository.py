"""SQL about the spec table; it is addressed to everybody, so it takes no scope."""

import sqlalchemy as sa
from servicekit.transaction import Transaction

from signage_svc.specs.models import PlaqueSpec, SpecTable


async def latest(tx: Transaction) -> SpecTable | None:
    """The version in force."""
    statement = sa.select(SpecTable).order_by(sa.desc(sa.column("number"))).limit(1)
    return (await tx.session.execute(statement)).scalar_one_or_none()


async def rows_of(tx: Transaction, table: SpecTable) -> list[PlaqueSpec]:
    """The rows of a version, by code."""
    statement = sa.select(PlaqueSpec).where(sa.column("table_id") == table.id).order_by(sa.column("code"))
    return list((await tx.session.execute(statement)).scalars())
