"""Cursor pages: `{items, next, can_create, total}`, at most 200 rows, stable while rows come and go."""

import base64
import hashlib
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Annotated, Any, Generic, Protocol, TypeVar
from uuid import UUID

import orjson
import sqlalchemy as sa
from contracts.titles import TITLES
from fastapi import Depends, Query, Request
from pydantic import BaseModel, Field
from sqlmodel import col

from servicekit import tabular
from servicekit.creating import may_create
from servicekit.dates import Day
from servicekit.errors import Invalid
from servicekit.transaction import Transaction

LARGEST = 200
EXPORTED = 20_000
COUNTED = 10_000
"""Counting ends here: the exact size of a longer list helps nobody and costs a read of all of it."""
_BEFORE_ALL = date(1900, 1, 1)
"""Nothing was entered before; the first day of the calendar is none in UTC."""
_NEWEST_FIRST = "-id"
_OF_THE_PAGE = frozenset({"after", "limit", "count"})
T = TypeVar("T")


class Listed(Protocol):
    """A row of a list: its id breaks ties in every order."""

    id: UUID
    created_at: datetime


A = TypeVar("A", bound=Listed)


class CursorInvalid(Invalid):
    """The page cursor does not belong to this list and these filters."""

    status = 400
    code = "cursor_invalid"
    detail = "翻页标记无效，请从第一页重新查询"


class SortInvalid(Invalid):
    """The list cannot be sorted by this field."""

    code = "sort_invalid"
    detail = "不支持按该字段排序"
    allowed: list[str]


class Page(BaseModel, Generic[T]):
    """One page of a list; `next` is the cursor of the page behind it, null on the last."""

    items: list[T]
    next: str | None = Field(None, description="pass as `after` to get the following page")
    can_create: bool = Field(default=False, description="whether the caller may add to the collection by POST")
    total: int | None = Field(None, description="rows of the whole list, with `count=true`; else null")
    total_is_at_least: bool = Field(default=False, description="whether counting ended at `total` and there are more")


Limit = Annotated[int, Query(ge=1, le=LARGEST)]
After = Annotated[str | None, Query(max_length=1000, description="`next` of the page before")]
Counted = Annotated[bool, Query(description=f"tell `total`, counted up to {COUNTED}")]
CreatedFrom = Annotated[Day | None, Query(title="登记日期起", description="records entered on this day or later")]
CreatedUntil = Annotated[Day | None, Query(title="登记日期止", description="records entered on this day or earlier")]


class Paging:
    """Where a request is in a list whose order is given, bound to its route and filters."""

    def __init__(self, request: Request, limit: Limit = 50, after: After = None) -> None:
        self.limit = EXPORTED if tabular.wanted(request.headers.get("accept", "")) else limit
        self._path = request.url.path
        self._filters = [(k, v) for k, v in request.query_params.multi_items() if k not in _OF_THE_PAGE]
        self._bound_to = self._binding({})
        self._after = self._read(after) if after else None
        self.can_create = may_create(request)

    def cursor(self, value: object, id: object, **further: str) -> str:
        """The opaque mark behind a row; `further` are the filters to which a part of this answer is read on."""
        bound_to = self._binding(further) if further else self._bound_to
        return base64.urlsafe_b64encode(orjson.dumps([bound_to, value, id], default=str)).rstrip(b"=").decode()

    def _binding(self, further: Mapping[str, str]) -> str:
        filters = [(k, v) for k, v in self._filters if k not in further] + list(further.items())
        return hashlib.sha256(orjson.dumps([self._path, sorted(filters)])).hexdigest()[:16]

    def position(self) -> tuple[Any, Any] | None:
        """The sort value and id after which this page begins."""
        return self._after

    def _read(self, cursor: str) -> tuple[Any, Any]:
        try:
            bound_to, value, row_id = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        except (ValueError, TypeError) as error:
            raise CursorInvalid from error
        if bound_to != self._bound_to:
            raise CursorInvalid
        return value, row_id


class SortedPaging(Paging):
    """The same in a list whose order the client chooses: a field, with a leading - for descending."""

    def __init__(self, request: Request, limit: int, after: str | None, sort: str, *, count: bool = False) -> None:
        super().__init__(request, limit, after)
        self.count = count
        self.created_from: datetime | None = None
        self.created_until: datetime | None = None
        self.descending = sort.startswith("-")
        self.sort = sort.removeprefix("-")


_FIELDS = {"id": "登记先后", "created_at": "登记时间", "updated_at": "更新时间"}


def sorted_by(*fields: str, **named: str) -> Any:
    """The dependency of a list that can be put in the order of these columns, each of them both ways.

    The request, its document and what is refused follow from it. Columns that not every record has are named in
    Chinese: `paging: Annotated[SortedPaging, sorted_by("id", deadline="期限")]`.
    """
    titles = {field: _FIELDS[field] for field in fields} | named
    return ordered({
        f"{sign}{field}": f"{title}{way}"
        for field, title in titles.items() for sign, way in (("", "升序"), ("-", "降序"))
    })  # fmt: skip


def ordered(orders: Mapping[str, str]) -> Any:
    """The dependency of a list that can be put in these orders alone, with their Chinese names; raises SortInvalid."""
    # Generators name constants by letters alone, and both ways of one field have the same.
    names = [each.removeprefix("-").upper() + ("_DESC" if each.startswith("-") else "") for each in orders]
    described = Query(
        max_length=60, description="a field, with a leading - for descending",
        json_schema_extra={"enum": [*orders], "x-enum-varnames": [*names], TITLES: {**orders}},
    )  # fmt: skip

    def read(
        request: Request, limit: Limit = 50, after: After = None, sort: Annotated[str, described] = _NEWEST_FIRST,
        count: Counted = False, created_from: CreatedFrom = None, created_until: CreatedUntil = None,
    ) -> SortedPaging:  # fmt: skip
        if sort not in orders:
            raise SortInvalid(allowed=[*orders])
        paging = SortedPaging(request, limit, after, sort, count=count)
        if created_from is not None:
            paging.created_from = _at(max(created_from, _BEFORE_ALL), time.min)
        if created_until is not None:
            paging.created_until = _at(created_until, time.max)
        return paging

    return Depends(read)


Pages = Annotated[SortedPaging, sorted_by("id", "created_at", "updated_at")]
FixedPages = Annotated[Paging, Depends()]


async def page(
    tx: Transaction, statement: sa.Select[A], model: type[A], paging: SortedPaging, *, view: Callable[[A], T]
) -> Page[T]:  # fmt: skip
    """Run a scoped `select(model)` as one page; the scope and the filters are already in the statement."""
    created = col(model.created_at)
    if paging.created_from:
        statement = statement.where(created >= paging.created_from)
    if paging.created_until:
        statement = statement.where(created <= paging.created_until)
    counted = await totals(tx, statement, paging)
    column: sa.ColumnElement[Any] = getattr(model, paging.sort)
    identity = col(model.id)
    key = sa.tuple_(column, identity)
    position = paging.position()
    if position is not None:
        edge = sa.tuple_(_typed(column, position[0]), _typed(identity, position[1]))
        statement = statement.where(key < edge if paging.descending else key > edge)
    order = (column.desc(), identity.desc()) if paging.descending else (column, identity)
    rows = list((await tx.session.execute(statement.order_by(*order).limit(paging.limit + 1))).scalars())
    more = len(rows) > paging.limit
    rows = rows[: paging.limit]
    return Page(
        items=[view(row) for row in rows],
        next=paging.cursor(getattr(rows[-1], paging.sort), rows[-1].id) if more else None,
        can_create=paging.can_create,
        **counted,
    )


async def totals(tx: Transaction, statement: sa.Select[Any], paging: SortedPaging) -> dict[str, Any]:
    """What a page tells of the whole list, where somebody wants it counted: `total`, up to `COUNTED` rows."""
    if not paging.count:
        return {}
    # A statement without a condition would lose its table with its columns.
    one = statement.order_by(None).with_only_columns(sa.literal(1), maintain_column_froms=True)
    some = one.limit(COUNTED + 1).subquery()
    found: int = (await tx.session.execute(sa.select(sa.func.count()).select_from(some))).scalar_one()
    return {"total": min(found, COUNTED), "total_is_at_least": found > COUNTED}


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tabular.BEIJING)


def _typed(column: Any, value: Any) -> sa.ColumnElement[Any]:
    kind = column.type.python_type
    try:
        if kind is UUID:
            value = UUID(value)
        elif kind is datetime:
            value = datetime.fromisoformat(value)
        elif kind is date:
            value = date.fromisoformat(value)
        elif not isinstance(value, kind):
            raise CursorInvalid
    except (ValueError, TypeError, AttributeError) as error:
        raise CursorInvalid from error
    return sa.literal(value, column.type)
