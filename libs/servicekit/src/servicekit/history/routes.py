"""`GET …/{id}/history` for every record with a workflow, read by who may read the record."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Annotated, Any

import sqlalchemy as sa
from contracts.catalogue import by_type
from contracts.envelope import Audience, Event
from fastapi import APIRouter, Depends
from fastapi.routing import APIRoute
from pydantic import Field
from starlette.routing import BaseRoute

from servicekit.bodies import ResourceView, View
from servicekit.bulk import BULK
from servicekit.errors import NotFound
from servicekit.http import Router, Tx
from servicekit.identity import Identity, allowed
from servicekit.pages import CursorInvalid, FixedPages, Page
from servicekit.problems import refusals
from servicekit.workflow import Workflow

KnowsAuthor = Callable[[Any, Audience], bool]
"""Whether a caller may know who made an event of this audience."""
_SYSTEM, _ANONYMOUS = "system", "anonymous"
_PAGE = sa.text("""
    SELECT id, version, at, action, event, from_state, to_state, actor, actor_name, reason
    FROM record_history WHERE record_id = :record AND id > :after ORDER BY id LIMIT :most
""")


class HistoryEntry(View):
    """One thing that happened to a record."""

    table_title = "办理记录"

    at: datetime = Field(title="时间")
    version: int = Field(title="版本", description="of the record after it")
    action: str = Field(title="操作", description="the step, or the operation's id where it was none")
    label: str = Field(title="事项", description="for people, in Chinese")
    from_state: str | None = Field(title="原状态", description="null at the beginning")
    to_state: str = Field(title="现状态")
    by: str | None = Field(title="办理账号", description="null where the reader may not know it")
    by_name: str | None = Field(title="办理人", description="null where the reader may not know it")
    reason: str | None = Field(title="理由")


def install(router: APIRouter, knows_author: KnowsAuthor) -> None:
    """Add the history beside each route that reads one record with a workflow."""
    for route in list(router.routes):
        if isinstance(route, APIRoute) and "GET" in (route.methods or ()) and route.path_format.endswith("}"):
            tags = tuple(route.tags)
            added = _history(route.endpoint, route.path, route.name, tags, route.response_model, knows_author)
            router.routes.extend(added)


def _record_in(model: Any) -> tuple[Callable[[Any], Any], Workflow[Any]] | None:
    """How an answer leads to its record, which it is or names in a field, and the record's workflow."""
    if not isinstance(model, type) or not issubclass(model, View):
        return None
    if issubclass(model, ResourceView):
        return None if model.workflow is None else (_itself, model.workflow)
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, ResourceView) and kind.workflow is not None:
            return attrgetter(name), kind.workflow
    return None


def _itself(shown: Any) -> Any:
    return shown


@cache  # making the routes is nearly all that making an application takes
def _history(
    endpoint: Callable[..., Any], path: str, name: str, tags: tuple[str, ...], model: Any, knows_author: KnowsAuthor
) -> list[BaseRoute]:
    """The route beside the one that reads a record; none where the answer is no record with a workflow."""
    shown_record = _record_in(model)
    if shown_record is None:
        return []
    record_of, workflow = shown_record
    # The record is read by its own route, so that whoever cannot read it gets the same refusal here.
    record = Depends(endpoint)
    router, reader = Router(tags=list(tags)), allowed()

    async def history(
        tx: Tx, caller: Annotated[Any, reader], paging: FixedPages, shown: Annotated[Any, record]
    ) -> Page[HistoryEntry]:  # fmt: skip
        position = paging.position()
        after = 0 if position is None else position[1]
        if not isinstance(after, int):
            raise CursorInvalid
        values = {"record": record_of(shown).id, "after": after, "most": paging.limit + 1}
        rows = list((await tx.session.execute(_PAGE, values)).all())
        more, rows = len(rows) > paging.limit, rows[: paging.limit]
        return Page(
            items=[_entry(row, workflow, caller, knows_author) for row in rows],
            next=paging.cursor(None, rows[-1].id) if more else None,
        )

    router.add_api_route(
        f"{path}/history", history, methods=["GET"], name=f"{name}_history",
        response_model=Page[HistoryEntry], responses=refusals(NotFound),
        description="What happened to the record, oldest first: each step and change with its states, its reason and, "
        "as far as the reader may know, who made it.",
    )  # fmt: skip
    return router.routes


def _entry(row: Any, workflow: Workflow[Any], caller: Identity, knows_author: KnowsAuthor) -> HistoryEntry:
    event = by_type().get(row.event) if row.event else None
    step = next(
        (name for name, door in workflow.doors.items() if door.operation == row.action.removesuffix(BULK)), None
    )
    known = row.actor == caller.sub or knows_author(caller, event.audience if event else Audience.READERS)
    named = known and row.actor != _ANONYMOUS
    return HistoryEntry(
        at=row.at, version=row.version, action=step or row.action, label=_label(row, workflow, step, event),
        from_state=row.from_state, to_state=row.to_state, by=row.actor if named else None,
        by_name=("系统" if row.actor == _SYSTEM else row.actor_name or None) if named else None, reason=row.reason,
    )  # fmt: skip


def _label(row: Any, workflow: Workflow[Any], step: str | None, event: type[Event] | None) -> str:
    if event is not None:
        return event.title_zh
    if step is not None:
        return workflow.step(step).label
    return "新建" if row.from_state is None else "修改"
