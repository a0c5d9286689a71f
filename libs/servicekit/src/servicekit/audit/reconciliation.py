"""Live rows against the audit: each row must be what its last audited change left behind."""

from collections.abc import AsyncIterator, Iterable

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlmodel import SQLModel

from servicekit.changes import digest, name_of, values_of

_AT_A_TIME = 500
_LAST = sa.text("""
    SELECT DISTINCT ON (resource) resource, after FROM audit WHERE starts_with(resource, :prefix)
    ORDER BY resource, id DESC
""")


def reconciled(models: Iterable[type[SQLModel]]) -> list[type[SQLModel]]:
    """The models whose rows change through the session only; others say `__reconciled__ = False`."""
    return [model for model in models if getattr(model, "__reconciled__", True)]


async def reconcile(engine: AsyncEngine, models: Iterable[type[SQLModel]]) -> AsyncIterator[str]:
    """Sentences about rows that were changed, added or removed past the service, as of one moment."""
    async with AsyncSession(engine.execution_options(isolation_level="REPEATABLE READ")) as session:
        for model in reconciled(models):
            async for sentence in _compare(session, model):
                yield sentence


async def _compare(session: AsyncSession, model: type[SQLModel]) -> AsyncIterator[str]:
    found = await session.execute(_LAST, {"prefix": f"{model.__tablename__}/"})
    last: dict[str, bytes | None] = {row.resource: row.after for row in found}
    statement = sa.select(model).execution_options(yield_per=_AT_A_TIME)
    async for row in await session.stream_scalars(statement):
        name = name_of(row)
        if name not in last:
            yield f"{name} was never audited"
        elif last.pop(name) != digest(values_of(row)):
            yield f"{name} is not what its last audited change left"
    for name, after in last.items():
        if after is not None:
            yield f"{name} has disappeared without an audited deletion"
