"""The security logs of all parts as one, in the order of time. A part that does not answer is never left out."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import aiohttp
from countykit.security_log import SecurityEntries
from pydantic import Field
from servicekit.database import Database
from servicekit.security_reading import MOST_ROWS, Position, SecurityEntry, Wanted, entries

from gateway.edge.errors import UpstreamUnreachable
from gateway.edge.proxy import Proxy
from gateway.upstreams import Upstream

OWN = "gateway"
_SECONDS = 30.0
Read = Callable[[Position | None, int], Awaitable[list[SecurityEntry]]]


class PartEntry(SecurityEntry):
    """One row of the security log, and the part that wrote it."""

    table_title = "安全日志"

    part: str = Field(title="部件")

    @property
    def place(self) -> tuple[datetime, str, int]:
        """Where it stands among the rows of all parts."""
        return self.at, self.part, self.id


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the logs are: the gateway's own, and the services' as the caller may read them."""

    database: Database
    proxy: Proxy
    table: Mapping[str, Upstream]
    authorization: str

    def of(self, parts: list[str], wanted: Wanted, *, oldest_first: bool) -> dict[str, Read]:
        """A way to read each of the parts; raises UpstreamUnreachable when one does not answer."""

        async def own(position: Position | None, limit: int) -> list[SecurityEntry]:
            return await entries(self.database, wanted, position, limit, oldest_first=oldest_first)

        def service(name: str) -> Read:
            async def read(position: Position | None, limit: int) -> list[SecurityEntry]:
                query: dict[str, Any] = {"limit": limit, "oldest_first": str(oldest_first).lower()}
                if position is not None:
                    query |= {"behind_at": position.at.isoformat(), "behind_id": position.id}
                return await self._fetch(self.table[name], {**wanted.parameters(), **query})

            return read

        return {name: own if name == OWN else service(name) for name in parts}

    async def _fetch(self, upstream: Upstream, query: dict[str, Any]) -> list[SecurityEntry]:
        path = f"/v1/security-log?{urlencode(query)}"
        try:
            body = await self.proxy.fetch(upstream, path, {"Authorization": self.authorization}, _SECONDS)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise UpstreamUnreachable(upstream=upstream.name) from error
        return SecurityEntries.model_validate_json(body).entries


async def merged(
    reads: Mapping[str, Read],
    place: tuple[datetime, str, int] | None,
    *,
    oldest_first: bool,
    at_a_time: int = MOST_ROWS,
) -> AsyncIterator[PartEntry]:
    """The rows of all parts behind a place, one after the other."""
    rows = {part: _of_part(part, read, _edge(part, place), at_a_time) for part, read in reads.items()}
    heads = dict(zip(rows, await asyncio.gather(*(anext(each, None) for each in rows.values())), strict=True))
    while present := {part: head for part, head in heads.items() if head is not None}:
        pick = min if oldest_first else max
        part = pick(present, key=lambda name: present[name].place)
        yield present[part]
        heads[part] = await anext(rows[part], None)


def _edge(part: str, place: tuple[datetime, str, int] | None) -> Position | None:
    """The same place as a position among the rows of one part: parts of one instant are in the order of their names."""
    if place is None:
        return None
    at, other, number = place
    return Position(at, number) if part == other else Position.next_to(at, past_all=part < other)


async def _of_part(part: str, read: Read, position: Position | None, at_a_time: int) -> AsyncIterator[PartEntry]:
    while True:
        found = await read(position, at_a_time)
        for entry in found:
            yield PartEntry(**entry.model_dump(), part=part)
        if len(found) < at_a_time:
            return
        position = Position(found[-1].at, found[-1].id)
