"""`GET /v1/todos`: the to-dos of one service; the gateway's list puts those of all services together."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from fastapi import Query, Request
from pydantic import Field
from servicekit.bodies import View
from servicekit.http import Router, Tx
from servicekit.locations import Operation, operations
from servicekit.transaction import Transaction

from countykit.belongings import add_belongings
from countykit.calendar import PROVISIONAL
from countykit.directory import DepartmentCode, RegionCode
from countykit.identity import Anyone, Caller, Role
from countykit.todos import NEVER, Todo, waiting_for
from countykit.workdays import today

LARGEST = 200
KIND = r"^[a-z][a-z_]{1,59}$"
Kinds = Annotated[list[Annotated[str, Field(pattern=KIND)]] | None, Query(max_length=50, description="only these")]


class TodoSubject(View):
    """The record that it is about."""

    title: str = Field(title="名称")
    href: str = Field(title="链接")


class TodoAction(View):
    """The request that does it, as the document describes it."""

    operation: str = Field(title="操作")
    method: str = Field(title="方法")
    href: str = Field(title="链接")


class OpenTo(View):
    """Who can do it: roles and bodies, never persons."""

    roles: list[Role] = Field(title="角色")
    region: RegionCode = Field(title="行政区划")
    department: DepartmentCode | None = Field(title="机构")


class TodoView(View):
    """One to-do. For a village it has no date."""

    table_title = "待办"

    id: UUID = Field(title="编号", description="of the record")
    kind: str = Field(title="类别代码")
    title: str = Field(title="事项")
    subject: TodoSubject = Field(title="对象")
    due: date | None = Field(title="期限")
    provisional: bool = Field(title="期限暂定", description=PROVISIONAL)
    overdue: bool = Field(title="已逾期")
    since: datetime = Field(title="自", description="when the record came into this state, or last changed in it")
    reminded: bool = Field(title="提醒", description="whether its deadline is one of the ladder of reminders")
    open_to: OpenTo = Field(title="可由谁办理")
    action: TodoAction = Field(title="办理")

    @property
    def place(self) -> tuple[date, str, str]:
        """Where it stands in the order of all to-dos."""
        return self.due or NEVER, self.kind, str(self.id)


class KindCount(View):
    """How many to-dos of a kind there are."""

    kind: str = Field(title="类别代码")
    title: str = Field(title="事项")
    count: int = Field(title="数量")
    overdue: int = Field(title="逾期")


class TodoList(View):
    """To-dos behind a place, in the order of their days, and the counts of all that fit the filters."""

    todos: list[TodoView]
    counts: list[KindCount]


def todo_list(*declared: Sequence[Todo]) -> Router:
    """The router of a service's to-dos."""
    todos = {todo.kind: todo for group in declared for todo in group}
    router = Router(prefix="/v1/todos", tags=["todos"])

    @router.get("")
    async def list_todos(
        request: Request, tx: Tx, caller: Anyone, kind: Kinds = None,
        overdue: Annotated[bool | None, Query(description="only what is overdue, or only what is not")] = None,
        behind_due: Annotated[date | None, Query(description="day of the one before; 9999-12-31 without a day")] = None,
        behind_kind: Annotated[str, Query(max_length=60, description="kind of the one before")] = "",
        behind_id: Annotated[UUID | None, Query(description="record of the one before")] = None,
        limit: Annotated[int, Query(ge=1, le=LARGEST)] = 50,
    ) -> TodoList:  # fmt: skip
        """What the caller may and should do in this service, the earliest day first; a village sees no days."""
        wanted = [todo for name, todo in todos.items() if kind is None or name in kind]
        table = waiting_for(wanted, caller)
        if table is None:
            return TodoList(todos=[], counts=[])
        day = today(tx.now)
        late = sa.and_(table.c.due < day, sa.not_(table.c.provisional))
        statement = sa.select(table, late.label("overdue"))
        if overdue is not None:
            statement = statement.where(late if overdue else sa.not_(late))
        counts = await _counts(tx, statement.subquery("wanted"), todos, caller)
        if behind_due is not None:
            place = sa.tuple_(table.c.due, table.c.kind, table.c.id)
            behind = sa.tuple_(sa.literal(behind_due), sa.literal(behind_kind), sa.literal(behind_id or UUID(int=0)))
            statement = statement.where(place > behind)
        order = (table.c.due, table.c.kind, table.c.id)
        rows = (await tx.session.execute(statement.order_by(*order).limit(limit))).mappings()
        known = operations(request.app)
        return TodoList(todos=[_view(row, todos[row["kind"]], known) for row in rows], counts=counts)

    add_belongings(router, list(todos.values()))
    return router


async def _counts(tx: Transaction, rows: sa.Subquery, todos: Mapping[str, Todo], caller: Caller) -> list[KindCount]:
    statement = sa.select(
        rows.c.kind, sa.func.count(), sa.func.count().filter(rows.c.overdue)
    ).group_by(rows.c.kind).order_by(rows.c.kind)  # fmt: skip
    return [
        KindCount(kind=kind, title=todos[kind].title, count=count, overdue=overdue)
        for kind, count, overdue in await tx.session.execute(statement)
        if todos[kind].dated(caller)
    ]


def _view(row: Mapping[Any, Any], todo: Todo, known: Mapping[str, Operation]) -> TodoView:
    action = known[todo.operation]
    return TodoView(
        id=row["id"], kind=todo.kind, title=todo.title,
        subject=TodoSubject(title=row["subject"] or todo.title, href=known[todo.record].href(row["id"])),
        due=None if row["due"] == NEVER else row["due"], provisional=row["provisional"], overdue=row["overdue"],
        since=row["since"], reminded=todo.reminded,
        open_to=OpenTo(roles=sorted(todo.roles), region=row["region"], department=row["department"]),
        action=TodoAction(operation=todo.operation, method=action.method, href=action.href(row["id"])),
    )  # fmt: skip
