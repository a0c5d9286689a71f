"""To-dos (待办): what a caller may and should do now, computed from states, roles, regions and deadlines.

Each aggregate declares its to-dos beside its workflow; nothing is stored. What a village may answer waits without a
date, and is not counted: villages get no deadlines, counts or reminders.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from servicekit.workflow import Workflow
from sqlmodel import col

from countykit.identity import Caller, Role
from countykit.tables import Aggregate

NEVER = date(9999, 12, 31)
"""Where a to-do without a date stands in the order."""
_SHORT = 100
_VILLAGE = frozenset({Role.VILLAGE})
Condition = Callable[[Caller], sa.ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Todo:
    """One kind of to-do: records of a model from whose state a step may be taken, by those whose duty it is.

    `record` is the name of the route that shows the record; `subject` and `due` are columns. `states` narrows the
    step's states and `duty` its roles to where and who should act, `among` the rows to those the caller may act on.
    `reminded` kinds climb the ladder of reminders.
    """

    kind: str
    title: str
    model: type[Aggregate]
    workflow: Workflow[Any]
    step: str
    record: str
    subject: str
    due: str | None = None
    states: frozenset[Any] | None = None
    duty: frozenset[Role] | None = None
    among: Condition | None = None
    reminded: bool = False

    @property
    def operation(self) -> str:
        """The name of the route that takes the step."""
        return self.workflow.doors[self.step].operation

    @property
    def roles(self) -> frozenset[Role]:
        """Everybody who may do it."""
        return frozenset(Role(role) for role in self.workflow.step(self.step).roles)

    def acting(self, caller: Caller) -> frozenset[Role]:
        """The roles in which a caller should do it."""
        return caller.roles & (self.duty or self.roles)

    def dated(self, caller: Caller) -> bool:
        """Whether it has a date and is counted for this caller; never for a village."""
        return bool(self.acting(caller) - _VILLAGE)

    def rows(self, caller: Caller) -> sa.Select[*tuple[Any, ...]]:
        """The records that wait for a caller, in the columns of `COLUMNS`."""
        model = self.model
        due = col(getattr(model, self.due)) if self.due and self.dated(caller) else sa.null()
        provisional = getattr(model, "provisional", None) if self.due and self.dated(caller) else None
        department = getattr(model, "department", None)
        statement = sa.select(
            sa.literal(self.kind).collate("C").label("kind"),
            col(model.id).label("id"),
            col(model.region).label("region"),
            (sa.null() if department is None else department).cast(sa.Text).label("department"),
            sa.func.left(sa.cast(getattr(model, self.subject), sa.Text), _SHORT).label("subject"),
            sa.func.coalesce(sa.cast(due, sa.Date), NEVER).label("due"),
            (sa.false() if provisional is None else provisional).label("provisional"),
            col(model.updated_at).label("since"),
        )
        state: sa.ColumnElement[str] = getattr(model, "state")  # noqa: B009 - a column of every model with a workflow
        waiting = self.states or self.workflow.step(self.step).start
        statement = statement.where(state.in_(waiting), caller.scope.where(model))
        return statement if self.among is None else statement.where(self.among(caller))


def own_department(model: type[Aggregate]) -> Condition:
    """Only rows of the caller's own department."""
    column: sa.ColumnElement[str] = getattr(model, "department")  # noqa: B009 - said by who declares it
    return lambda caller: column.in_(caller.bodies)


def not_by(column: Any) -> Condition:
    """A second person acts: not who is named in this column, under whichever of their logins."""
    return lambda caller: sa.or_(col(column).is_(None), col(column).not_in(caller.logins))


def waiting_for(todos: Collection[Todo], caller: Caller) -> sa.Subquery | None:
    """All that waits for a caller as one table; None where nothing can."""
    parts = [todo.rows(caller) for todo in todos if todo.acting(caller)]
    return sa.union_all(*parts).subquery("todo") if parts else None
