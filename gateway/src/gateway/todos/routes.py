"""HTTP about the to-dos of all services."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from countykit.identity import Anyone, Role
from countykit.todo_list import KindCount, Kinds, TodoView
from fastapi import Query, Request
from pydantic import Field
from servicekit.bodies import View
from servicekit.http import Router
from servicekit.pages import CursorInvalid, FixedPages
from servicekit.problems import refusals

from gateway.edge.fan_out import Missing, OnBehalf
from gateway.todos.merging import Place, merged

router = Router(prefix="/api/todos", tags=["todos"])


class Counts(View):
    """How many to-dos fit the filters."""

    total: int = Field(title="总数")
    overdue: int = Field(title="逾期")
    kinds: list[KindCount] = Field(title="各类")


class TodosView(View):
    """One page of the to-dos of all services."""

    items: list[TodoView]
    next: str | None = Field(None, description="pass as `after` to get the following page")
    counts: Counts | None = Field(description="none for a village: what it may answer is not counted")
    missing: list[Missing]


@router.get("", responses=refusals(CursorInvalid))
async def list_all_todos(
    request: Request, caller: Anyone, paging: FixedPages, kind: Kinds = None,
    overdue: Annotated[bool | None, Query(description="only what is overdue, or only what is not")] = None,
) -> TodosView:  # fmt: skip
    """What the caller may and should do now in all services, the earliest day first.

    A service that does not answer within two seconds is named under `missing` instead of failing the list.
    """
    state = request.app.state
    who = OnBehalf.of(request)
    limit = min(paging.limit, 199)
    found = await merged(
        state.proxy, state.table, who, limit=limit, behind=_place(paging.position()), kinds=kind, overdue=overdue
    )
    last = found.items[-1] if found.items else None
    day, *place = last.place if last else ("",)
    return TodosView(
        items=list(found.items),
        next=paging.cursor(day, place) if found.more else None,
        counts=None if caller.roles == {Role.VILLAGE} else _counts(list(found.counts)),
        missing=[Missing(service=name) for name in found.missing],
    )  # fmt: skip


def _counts(kinds: list[KindCount]) -> Counts:
    return Counts(
        total=sum(kind.count for kind in kinds), overdue=sum(kind.overdue for kind in kinds), kinds=kinds
    )  # fmt: skip


def _place(position: tuple[Any, Any] | None) -> Place | None:
    if position is None:
        return None
    try:
        day, (kind, record) = position
        return date.fromisoformat(day), str(kind), str(UUID(record))
    except (ValueError, TypeError) as error:
        raise CursorInvalid from error
