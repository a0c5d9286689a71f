"""`GET /v1/search`: records of one service by number or name; the gateway's search puts those of all parts together."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from fastapi import Query, Request
from pydantic import Field, StringConstraints
from servicekit.bodies import View
from servicekit.http import Router, Tx
from servicekit.locations import Operation, operations
from servicekit.spelling import reads
from sqlmodel import col

from countykit.directory import RegionCode
from countykit.identity import Anyone, Caller
from countykit.tables import Aggregate

MOST = 20
_SHORT = 120
Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=2, max_length=60),
    Query(description="a number, its beginning, or part of a name, its pinyin or initials; two characters at least"),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Findable:
    """Records that people look for by number or name, as far as they may see them.

    `record` is the name of the route that shows one: who may not call it finds none. `name` and `number` are columns.
    `placed` tells the region with it; never of a case, whose region is a secret of who reported it.
    """

    kind: str
    title: str
    model: type[Aggregate]
    record: str
    visible: Callable[[Caller], sa.Select[Any]]
    name: str
    number: str | None = None
    placed: bool = False

    def rows(self, caller: Caller, words: str, most: int) -> sa.Select[*tuple[Any, ...]]:
        """The best matches, those by number first, then the newest."""
        name = sa.cast(getattr(self.model, self.name), sa.Text)
        number: sa.ColumnElement[str] = getattr(self.model, self.number) if self.number else sa.literal("")
        by_number = number.istartswith(words, autoescape=True)
        return (
            self.visible(caller)
            .with_only_columns(
                sa.literal(self.kind).label("kind"),
                col(self.model.id).label("id"),
                sa.cast(col(self.model.region) if self.placed else sa.null(), sa.Text).label("region"),
                sa.func.left(name, _SHORT).label("name"),
                sa.func.coalesce(number, "").label("number"),
                sa.case((number == words, 0), (by_number, 1), (name == words, 2), else_=3).label("rank"),
                col(self.model.updated_at).label("since"),
            )
            .where(sa.or_(by_number, reads(name, words)))
            .order_by(None).order_by(sa.text("rank"), sa.text("since DESC")).limit(most)
        )  # fmt: skip


class FoundView(View):
    """One record that fits."""

    id: UUID = Field(title="编号", description="of the record")
    kind: str = Field(title="类别代码", examples=["letters"])
    title: str = Field(title="类别", examples=["整改函"])
    name: str = Field(title="名称")
    number: str | None = Field(title="文号")
    region: RegionCode | None = Field(title="行政区划")
    href: str = Field(title="链接")
    rank: int = Field(title="匹配次序", description="0 the number, 1 its beginning, 2 the name, 3 a part of it")


class FoundList(View):
    """The best matches of one service; `more` tells whether others fit too."""

    found: list[FoundView]
    more: bool


def search_list(*findables: Findable) -> Router:
    """The router of a service's search; of equal matches those stand first whose kind is declared first."""
    kinds = {each.kind: each for each in findables}
    router = Router(prefix="/v1/search", tags=["search"])

    @router.get("")
    async def search_records(
        request: Request, tx: Tx, caller: Anyone, q: Words, limit: Annotated[int, Query(ge=1, le=MOST)] = MOST
    ) -> FoundList:
        """Records of this service whose number begins with the words or whose name contains them, the best first."""
        known = operations(request.app)
        readable = [each for each in findables if _may(caller, known[each.record])]
        parts = [
            each.rows(caller, q, limit + 1).add_columns(sa.literal(place).label("place")).subquery()
            for place, each in enumerate(readable)
        ]
        if not parts:
            return FoundList(found=[], more=False)
        table = sa.union_all(*(sa.select(part) for part in parts)).subquery("found")
        best = sa.select(table).order_by(table.c.rank, table.c.place, table.c.since.desc(), table.c.id).limit(limit + 1)
        rows = (await tx.session.execute(best)).mappings().all()
        found = [_view(row, kinds[row["kind"]], known) for row in rows[:limit]]
        return FoundList(found=found, more=len(rows) > limit)

    return router


def _may(caller: Caller, operation: Operation) -> bool:
    return not operation.roles or bool(operation.roles & caller.roles)


def _view(row: Any, findable: Findable, known: Any) -> FoundView:
    return FoundView(
        id=row["id"], kind=findable.kind, title=findable.title, name=row["name"], number=row["number"] or None,
        region=row["region"], href=known[findable.record].href(row["id"]), rank=row["rank"],
    )  # fmt: skip
