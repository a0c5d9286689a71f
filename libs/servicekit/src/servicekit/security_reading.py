"""Reading the security log of one part: filters, and a position between rows that stays while rows come."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Annotated, Any

import orjson
from fastapi import Query
from pydantic import AwareDatetime, Field

from servicekit.bodies import View
from servicekit.database import Database
from servicekit.security_log import Outcome, SecurityKind

MOST_ROWS = 1000
_FIRST_ID, _LAST_ID = 0, 2**63 - 1
_SELECT = """
    SELECT id, at, kind, outcome, account, action, resource, address, request_id, occurrences, detail
    FROM security_log
    WHERE ($1::text IS NULL OR kind = $1) AND ($2::text IS NULL OR outcome = $2)
      AND ($3::text IS NULL OR account = $3) AND ($4::text IS NULL OR address = $4)
      AND ($5::text IS NULL OR action = $5) AND ($6::text IS NULL OR starts_with(resource, $6))
      AND ($7::timestamptz IS NULL OR at >= $7) AND ($8::timestamptz IS NULL OR at < $8)
      AND ($9::timestamptz IS NULL OR (at, id) {beyond} ($9, $10))
    ORDER BY at {order}, id {order} LIMIT $11
"""
_NEWEST_FIRST = _SELECT.format(beyond="<", order="DESC")
_OLDEST_FIRST = _SELECT.format(beyond=">", order="ASC")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of a request, as its query parameters; all of them must fit."""

    kind: Annotated[SecurityKind | None, Query(description="what happened")] = None
    outcome: Annotated[Outcome | None, Query(description="how it ended")] = None
    account: Annotated[str | None, Query(max_length=300, description="exactly this account or client")] = None
    address: Annotated[str | None, Query(max_length=60, description="exactly this network address")] = None
    action: Annotated[str | None, Query(max_length=100, description="the operation's id")] = None
    resource: Annotated[str | None, Query(max_length=300, description="beginning of what it was about")] = None
    since: Annotated[AwareDatetime | None, Query(description="from this instant on")] = None
    until: Annotated[AwareDatetime | None, Query(description="before this instant")] = None

    def values(self) -> list[Any]:
        """The filters in the order of the statement."""
        return [getattr(self, field.name) for field in fields(self)]

    def parameters(self) -> dict[str, str]:
        """The filters that are set, as query parameters for another part."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: value.isoformat() if isinstance(value, datetime) else str(value)
            for name, value in given.items() if value is not None
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Position:
    """Between two rows: behind the row of this instant and number in the direction of reading."""

    at: datetime
    id: int

    @classmethod
    def next_to(cls, at: datetime, *, past_all: bool) -> "Position":
        """Before or behind all rows of an instant, counted by their numbers."""
        return cls(at, _LAST_ID if past_all else _FIRST_ID)


class SecurityEntry(View):
    """One row of the security log."""

    id: int = Field(title="序号")
    at: datetime = Field(title="时间")
    kind: SecurityKind = Field(title="类别")
    outcome: Outcome = Field(title="结果")
    account: str = Field(title="账号", description="empty when nobody was signed in")
    action: str = Field(title="操作")
    resource: str = Field(title="对象")
    address: str = Field(title="网络地址")
    request_id: str = Field(title="请求编号")
    occurrences: int = Field(title="次数", description="equal refusals within a second are one row")
    detail: dict[str, Any] = Field(title="说明")


async def entries(
    database: Database, wanted: Wanted, position: Position | None, limit: int, *, oldest_first: bool = False
) -> list[SecurityEntry]:
    """The rows behind a position that fit the filters."""
    statement = _OLDEST_FIRST if oldest_first else _NEWEST_FIRST
    edge = (position.at, position.id) if position else (None, None)
    rows = await database.fetch(statement, *wanted.values(), *edge, limit)
    return [SecurityEntry(**{**row, "detail": orjson.loads(row["detail"])}) for row in rows]
