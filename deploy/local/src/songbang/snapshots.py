"""One moment in all databases: what a consumer has heard by then is in the log of who said it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg
from servicekit.audit.tables import LOGS

from songbang.complaints import Complaint
from songbang.inventory import PARTS
from songbang.settings import OperatorSettings

_ATTEMPTS = 5
_HEADS = """
           (SELECT position FROM log_seal WHERE log = '{log}' ORDER BY position DESC LIMIT 1) AS {log}_position,
           (SELECT encode(seal, 'hex') FROM log_seal WHERE log = '{log}' ORDER BY position DESC LIMIT 1) AS {log}_head
"""
_FACTS = """
    SELECT (SELECT coalesce(max(id), 0) FROM outbox) AS outbox_head,
           (SELECT count(*) FROM outbox) AS outbox_events,
           (SELECT count(*) FROM outbox_pending) AS outbox_waiting,
           (SELECT count(*) FROM inbox) AS inbox_events,
           (SELECT count(*) FROM audit) AS audit_rows,
           {heads},
           (SELECT version_num FROM alembic_version) AS revision
""".format(heads=",".join(_HEADS.format(log=log.name) for log in LOGS))


@dataclass
class Snapshot:
    """A part's database at the moment; dumps may read it as long as `moment` is open."""

    name: str
    snapshot: str
    facts: dict[str, Any] = field(default_factory=dict)


@asynccontextmanager
async def moment(settings: OperatorSettings) -> AsyncIterator[list[Snapshot]]:
    """Snapshots of every part's database, taken while no event could be recorded anywhere.

    Without the short pause a consumer's dump could hold the effects of an event that its owner's dump does not know.
    """
    async with AsyncExitStack() as stack:
        connections = {}
        for part in PARTS:
            connection = await asyncpg.connect(settings.database(part.name))
            stack.callback(connection.terminate)
            connections[part.name] = connection
        async with _no_new_events(settings):
            exported = {name: await export(connection) for name, connection in connections.items()}
        yield [
            Snapshot(name, exported[name], dict(await connection.fetchrow(_FACTS)))
            for name, connection in connections.items()
        ]


async def export(connection: asyncpg.Connection) -> str:
    """Begin a transaction whose view of the database others may share as long as it is open; returns its name."""
    await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    snapshot: str = await connection.fetchval("SELECT pg_export_snapshot()")
    return snapshot


@asynccontextmanager
async def _no_new_events(settings: OperatorSettings) -> AsyncIterator[None]:
    """Hold every log still, for milliseconds; a log that is busy longer is tried again after letting all go."""
    for attempt in range(1, _ATTEMPTS + 1):
        async with AsyncExitStack() as stack:
            try:
                for part in PARTS:
                    connection = await asyncpg.connect(settings.database(part.name))
                    stack.callback(connection.terminate)
                    await connection.execute("SET lock_timeout = '3s'")
                    await connection.execute("BEGIN")
                    await connection.execute("LOCK TABLE outbox IN SHARE MODE")
            except asyncpg.LockNotAvailableError as error:
                if attempt == _ATTEMPTS:
                    raise Complaint(
                        "the logs are so busy that no common moment was found; try at a quieter hour"
                    ) from error
                continue
            yield
            return
