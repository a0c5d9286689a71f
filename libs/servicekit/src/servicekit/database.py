"""A service's connection to its one database."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import orjson
from asyncpg.pool import PoolAcquireContext
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session

from servicekit.audit.row_mac import RowMac
from servicekit.changes import audit_flush
from servicekit.transaction import Context, Transaction

_LOOKUP_SECONDS, _NAME_SECONDS, _MOST_LOOKUPS = 2.0, 30.0, 20_000
_WAIT_SECONDS = 5
_CHANGING_SECONDS = 1.0
Password = Callable[[], str]
"""Says the password as it is at this moment."""

event.listen(Session, "before_flush", audit_flush)


async def connected(url: str, password: Password | None, **options: Any) -> asyncpg.Connection:
    """A connection, by the password of this moment where there is one beside the address.

    A password is replaced in its file and at the server, one after the other; who comes in between tries once more.
    """
    if password is None:
        return await asyncpg.connect(url, **options)
    try:
        return await asyncpg.connect(url, password=password(), **options)
    except asyncpg.InvalidPasswordError:
        await asyncio.sleep(_CHANGING_SECONDS)
        return await asyncpg.connect(url, password=password(), **options)


def open_engine(
    url: str, *, password: Password | None = None, connect: dict[str, Any] | None = None, **options: Any
) -> AsyncEngine:
    """An engine whose driver reads the address itself: SQLAlchemy does not know all of its options, such as sslmode."""

    async def connection() -> asyncpg.Connection:
        return await connected(url, password, **(connect or {}))

    # hide_parameters: an error's text goes to the log, and what a statement was to store is somebody's name.
    return create_async_engine("postgresql+asyncpg://", async_creator=connection, hide_parameters=True, **options)


class Database:
    """The engine, the transaction door, and the bell that wakes the relay after a commit."""

    def __init__(
        self, url: str, *, pool_size: int = 10, statement_timeout_seconds: int = 15, name: str = "",
        row_mac: RowMac | None = None, password: Password | None = None,
    ) -> None:  # fmt: skip
        self.url = url
        self._password = password
        self.row_mac = row_mac
        self.committed = asyncio.Event()
        self.engine: AsyncEngine = open_engine(
            url, password=password,
            pool_size=pool_size, max_overflow=0, pool_timeout=_WAIT_SECONDS, pool_recycle=1800, pool_pre_ping=False,
            json_serializer=lambda value: orjson.dumps(value, default=str).decode(), json_deserializer=orjson.loads,
            connect={
                "timeout": 5,
                "server_settings": {
                    "application_name": name,
                    "statement_timeout": f"{statement_timeout_seconds * 1000}",
                    "idle_in_transaction_session_timeout": "60000",
                    "jit": "off",
                },
            },
        )  # fmt: skip
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False, autoflush=False)
        self.pool_size = pool_size
        self._timeout_seconds = statement_timeout_seconds
        self._plain: asyncpg.Pool | None = None
        self._opening = asyncio.Lock()
        self._lookups: dict[tuple[Any, ...], tuple[float, Any]] = {}

    def session(self) -> AsyncSession:
        """A new ORM session."""
        return self._sessions()

    def lent(self) -> dict[str, int]:
        """How many connections of each pool are in use: the ORM's, and the one of single statements."""
        plain = self._plain.get_size() - self._plain.get_idle_size() if self._plain is not None else 0
        return {"orm": self.engine.pool.checkedout(), "statements": plain}  # type: ignore[attr-defined]

    async def execute(self, statement: str, *arguments: Any) -> None:
        """One statement that commits by itself."""
        async with await self._lent() as connection:
            await connection.execute(statement, *arguments)

    async def fetchrow(self, statement: str, *arguments: Any) -> Any:
        """One row of a read that stands alone."""
        async with await self._lent() as connection:
            return await connection.fetchrow(statement, *arguments)

    async def fetch(self, statement: str, *arguments: Any) -> list[Any]:
        """The rows of a read that stands alone."""
        async with await self._lent() as connection:
            return list(await connection.fetch(statement, *arguments))

    async def begin(self) -> asyncpg.Connection:
        """A connection of the driver with a transaction that has begun."""
        connection = await (await self._lent())
        try:
            await connection.execute("BEGIN")
        except BaseException:
            await self.end(connection, whole=False)
            raise
        return connection

    async def end(self, connection: asyncpg.Connection, *, whole: bool) -> None:
        """Commit, or else throw the connection away with all that it did; take it back in either case, once."""
        committed = False
        try:
            if whole:
                await connection.execute("COMMIT")
                committed = True
        finally:
            if not committed:
                connection.terminate()
            await (await self._pool()).release(connection)

    async def lookup(self, statement: str, *arguments: Any) -> Any:
        """One row of reference data, at most two seconds old; what was not there is always looked up again."""
        key, now = (statement, *arguments), time.monotonic()
        known = self._lookups.get(key)
        if known is not None and known[0] > now:
            return known[1]
        row = await self.fetchrow(statement, *arguments)
        if row is not None:
            if len(self._lookups) >= _MOST_LOOKUPS:
                self._lookups.clear()
            self._lookups[key] = (now + _LOOKUP_SECONDS, row)
        return row

    async def lookup_all(self, statement: str, keys: Collection[str]) -> dict[str, str]:
        """The names of some codes, at most half a minute old; what was not there is absent and looked up again."""
        now = time.monotonic()
        found: dict[str, str] = {}
        for key in keys:
            known = self._lookups.get((statement, key))
            if known is not None and known[0] > now:
                found[key] = known[1]
        missing = [key for key in keys if key not in found]
        if missing:
            if len(self._lookups) + len(missing) > _MOST_LOOKUPS:
                self._lookups.clear()
            for key, value in await self.fetch(statement, missing):
                found[key] = value
                self._lookups[statement, key] = (now + _NAME_SECONDS, value)
        return found

    async def _lent(self) -> PoolAcquireContext:
        """A connection of the pool; who finds none idle waits, but not without end. A timer is 3 % of a write."""
        pool = await self._pool()
        return pool.acquire(timeout=None if pool.get_idle_size() else _WAIT_SECONDS)

    async def _pool(self) -> asyncpg.Pool:
        if self._plain is None:
            async with self._opening:
                # Statements leave no session state behind, so a returned connection needs no reset round trip.
                self._plain = self._plain or await asyncpg.create_pool(
                    self.url, min_size=0, max_size=self.pool_size, timeout=5, reset=_nothing_to_reset,
                    command_timeout=self._timeout_seconds, connect=self._connected,
                    server_settings={"jit": "off", "idle_in_transaction_session_timeout": "60000"},
                )  # fmt: skip
        return self._plain

    @asynccontextmanager
    async def transaction(self, context: Context) -> AsyncIterator[Transaction]:
        """One transaction: commits when the block ends well, rolls back when it raises."""
        tx = Transaction(self, context)
        try:
            yield tx
            published = await tx.commit()
        finally:
            await tx.close()
        if published:
            self.committed.set()

    async def direct(self) -> asyncpg.Connection:
        """A connection outside of the pool for session locks and bulk reads; dies with its owner within seconds."""
        return await connected(
            self.url, self._password, timeout=5,
            server_settings={
                "application_name": "songbang-direct", "jit": "off", "tcp_keepalives_idle": "5",
                "tcp_keepalives_interval": "2", "tcp_keepalives_count": "3", "tcp_user_timeout": "10000",
            },
        )  # fmt: skip

    async def _connected(self, url: str, **options: Any) -> asyncpg.Connection:
        return await connected(url, self._password, **options)

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()
        if self._plain is not None:
            await self._plain.close()


async def _nothing_to_reset(_: asyncpg.Connection) -> None:
    """See `_pool`."""
