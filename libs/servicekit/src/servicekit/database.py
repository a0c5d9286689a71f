"""A service's connection to its one database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import orjson
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine

from servicekit.transaction import Context, Transaction


def sqlalchemy_url(url: str) -> str:
    """The same address with the dialect SQLAlchemy wants."""
    return urlunsplit(urlsplit(url)._replace(scheme="postgresql+asyncpg"))


class Database:
    """The engine, the transaction door, and the bell that wakes the relay after a commit."""

    def __init__(self, url: str, *, pool_size: int = 10, statement_timeout_seconds: int = 15, name: str = "") -> None:
        self.url = url
        self.committed = asyncio.Event()
        self.engine: AsyncEngine = create_async_engine(
            sqlalchemy_url(url),
            pool_size=pool_size, max_overflow=0, pool_timeout=5, pool_recycle=1800, pool_pre_ping=False,
            json_serializer=lambda value: orjson.dumps(value, default=str).decode(), json_deserializer=orjson.loads,
            connect_args={
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

    @asynccontextmanager
    async def transaction(self, context: Context) -> AsyncIterator[Transaction]:
        """One transaction: commits when the block ends well, rolls back when it raises."""
        async with self._sessions() as session:
            tx = Transaction(session, context)
            yield tx
            published = await tx.finish()
            await session.commit()
        if published:
            self.committed.set()

    async def direct(self) -> asyncpg.Connection:
        """A connection outside of the pool for session locks and bulk reads; dies with its owner within seconds."""
        return await asyncpg.connect(
            self.url, timeout=5,
            server_settings={
                "application_name": "songbang-direct", "jit": "off", "tcp_keepalives_idle": "5",
                "tcp_keepalives_interval": "2", "tcp_keepalives_count": "3", "tcp_user_timeout": "10000",
            },
        )  # fmt: skip

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()
