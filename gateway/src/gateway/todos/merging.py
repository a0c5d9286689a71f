"""Reads the to-dos of all services at once and puts them in one order; a service that does not answer is named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from countykit.todo_list import KindCount, TodoList, TodoView

from gateway.edge.fan_out import SECONDS, OnBehalf, answers
from gateway.edge.proxy import Proxy
from gateway.upstreams import Upstream


@dataclass(frozen=True, slots=True)
class Merged:
    """The to-dos of all services behind a place; `more` tells whether others follow."""

    items: Sequence[TodoView]
    counts: Sequence[KindCount]
    missing: Sequence[str]
    more: bool


Place = tuple[date, str, str]


async def merged(
    proxy: Proxy, table: Mapping[str, Upstream], who: OnBehalf, *, limit: int, behind: Place | None = None,
    kinds: Sequence[str] | None = None, overdue: bool | None = None, seconds: float = SECONDS,
) -> Merged:  # fmt: skip
    """At most `limit` to-dos in the order of their days. Every service is responses for as many, at the same moment."""
    query: dict[str, Any] = {"limit": limit + 1}
    if behind is not None:
        query |= {"behind_due": behind[0].isoformat(), "behind_kind": behind[1], "behind_id": behind[2]}
    if kinds is not None:
        query["kind"] = kinds
    if overdue is not None:
        query["overdue"] = str(overdue).lower()
    path = f"/v1/todos?{urlencode(query, doseq=True)}"
    responses = await answers(proxy, table, who, path, TodoList, seconds)
    found = [_from_outside(answer, name) for name, answer in responses.items() if answer is not None]
    items = sorted((item for answer in found for item in answer.todos), key=lambda item: item.place)
    return Merged(
        items=items[:limit],
        counts=sorted((count for answer in found for count in answer.counts), key=lambda count: count.kind),
        missing=[name for name, answer in responses.items() if answer is None],
        more=len(items) > limit,
    )


def _from_outside(todos: TodoList, service: str) -> TodoList:
    """Links and operations as they are called at the gateway."""
    for item in todos.todos:
        item.subject.href = f"/api/{service}{item.subject.href}"
        item.action.href = f"/api/{service}{item.action.href}"
        item.action.operation = f"{service}_{item.action.operation}"
    return todos
