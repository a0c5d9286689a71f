"""`GET /v1/todos/belongings`: how much belongs to some regions or bodies, for who is about to change them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import FastAPI, Query, Request
from fastapi.routing import APIRoute
from pydantic import AwareDatetime, Field
from servicekit.bodies import View
from servicekit.http import Router, Tx
from sqlmodel import col

from countykit.identity import Caller, Role, Scope, allow
from countykit.regions import significant
from countykit.tables import Aggregate
from countykit.todos import Todo

Keeper = Annotated[Caller, allow(Role.OPERATOR, Role.COUNTY_OFFICE)]
Codes = Annotated[list[Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,60}$")]] | None, Query(max_length=100)]


class Belonging(View):
    """How many of one kind."""

    kind: str = Field(title="类别代码")
    title: str = Field(title="类别")
    count: int = Field(title="数量")


class Belongings(View):
    """What waits in some regions or bodies by kind, whoever is to do it, and how many records there are of each."""

    open_work: list[Belonging] = Field(title="未办结事项")
    records: int = Field(title="记录总数")
    kinds: list[Belonging] = Field([], title="各类记录")


def add_belongings(router: Router, todos: Collection[Todo]) -> None:
    """Add the route to the router of a service's to-dos; its records are all aggregates of the service."""

    @router.get("/belongings")
    async def count_belongings(
        request: Request, tx: Tx, caller: Keeper, region: Codes = None, department: Codes = None,
        since: Annotated[AwareDatetime | None, Query(description="only records made after this moment")] = None,
    ) -> Belongings:  # fmt: skip
        """How much open work and how many records belong to regions with all below them, or to departments."""
        regions, departments = region or [], department or []
        models = _aggregates(todos)
        work = [_count(todo.model, caller.scope, regions, departments, since, todo) for todo in todos]
        all_of_them = [_count(model, caller.scope, regions, departments, since) for model in models]
        counts, held = await _read(tx, work), await _read(tx, all_of_them)
        return Belongings(
            open_work=[
                Belonging(kind=todo.kind, title=todo.title, count=count)
                for todo, count in zip(todos, counts, strict=True) if count
            ],
            records=sum(held),
            kinds=_kinds(request.app, todos, dict(zip(models, held, strict=True))),
        )  # fmt: skip


def _kinds(app: FastAPI, todos: Collection[Todo], held: Mapping[type[Aggregate], int]) -> list[Belonging]:
    """How many of each kind that people have to do with, by the name of its table; all others together."""
    views = {route.name: route.response_model for route in app.routes if isinstance(route, APIRoute)}
    titles = {todo.model: str(views[todo.record].table_title) for todo in todos}
    found = [
        Belonging(kind=str(model.__tablename__), title=title, count=held[model])
        for model, title in titles.items() if held[model]
    ]  # fmt: skip
    others = sum(count for model, count in held.items() if model not in titles)
    return [*found, Belonging(kind="others", title="其他记录", count=others)] if others else found


def _aggregates(todos: Collection[Todo]) -> list[type[Aggregate]]:
    """All aggregates of the service whose to-dos these are."""
    mappers = {mapper for todo in todos for mapper in sa.inspect(todo.model).registry.mappers}
    found = {mapper.class_ for mapper in mappers if issubclass(mapper.class_, Aggregate)}
    return sorted(found, key=lambda model: str(model.__tablename__))


def _count(
    model: type[Aggregate], scope: Scope, regions: Sequence[str], departments: Sequence[str],
    since: datetime | None, todo: Todo | None = None,
) -> sa.Select[Any]:  # fmt: skip
    within: list[sa.ColumnElement[bool]] = [col(model.region).startswith(significant(code)) for code in regions]
    department = getattr(model, "department", None)
    if departments and department is not None:
        within.append(department.in_(departments))
    statement = sa.select(sa.func.count()).select_from(model).where(scope.where(model), sa.or_(sa.false(), *within))
    if since is not None:
        statement = statement.where(col(model.created_at) > since)
    if todo is not None:
        state: sa.ColumnElement[str] = getattr(model, "state")  # noqa: B009 - a column of every model with a workflow
        statement = statement.where(state.in_(todo.states or todo.workflow.step(todo.step).start))
    return statement


async def _read(tx: Tx, counts: Sequence[sa.Select[Any]]) -> list[int]:
    if not counts:
        return []
    row = (await tx.session.execute(sa.select(*(count.scalar_subquery() for count in counts)))).one()
    return [int(value) for value in row]
