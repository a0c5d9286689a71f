"""What the unit of work expects of others: subjects of events, scopes of callers, a pool of connections."""

from collections.abc import Collection, Mapping
from typing import Any, Protocol

import asyncpg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from servicekit.audit.row_mac import RowMac


class About(Protocol):
    """What an event is about: an aggregate, or a light stand-in for bulk work."""

    @property
    def id(self) -> Any:
        """The subject's identifier."""

    version: int

    @property
    def partition_key(self) -> str:
        """What keeps the events of one subject in order on the bus."""

    @property
    def attributes(self) -> Mapping[str, str]:
        """The CloudEvents extension attributes of its events."""


class Scope(Protocol):
    """The rows a caller may touch."""

    def where(self, model: type[SQLModel], /) -> sa.ColumnElement[bool]:
        """The SQL condition that every read and write of `model` carries."""


class Pool(Protocol):
    """Where a transaction gets its connections."""

    row_mac: RowMac | None
    """The writer's key for the rows of the logs."""

    def session(self) -> AsyncSession:
        """A new ORM session."""

    async def execute(self, statement: str, *arguments: Any) -> None:
        """One statement that commits by itself."""

    async def lookup(self, statement: str, *arguments: Any) -> Any:
        """One row of reference data, at most two seconds old."""

    async def lookup_all(self, statement: str, keys: Collection[str]) -> Mapping[str, str]:
        """The names of some codes, at most half a minute old."""

    async def fetchrow(self, statement: str, *arguments: Any) -> Any:
        """One row of a read that stands alone."""

    async def begin(self) -> asyncpg.Connection:
        """A connection of the driver with a transaction that has begun."""

    async def end(self, connection: asyncpg.Connection, *, whole: bool) -> None:
        """Commit, or else throw the connection away with all that was done on it; take it back."""
