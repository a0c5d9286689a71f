"""How a body states its ground afterwards, where a county only advised: the step, its to-do and its body."""

from collections.abc import Callable, Collection
from typing import Annotated, Any

import sqlalchemy as sa
from contracts.envelope import Event
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body
from servicekit.workflow import Step, Workflow
from sqlmodel import col

from countykit.identity import Caller, Role
from countykit.numbers.rows import Grounded
from countykit.tables import Aggregate
from countykit.todos import Todo, own_department

DEPARTMENT = frozenset({Role.DEPARTMENT})
NumberShown = Annotated[str, Field(pattern=r"^\d{6}-\d{4}-\d{6}-\d$", examples=["990101-2026-000017-4"])]
"""An admission number as somebody shows it."""


class GroundStatement(Body):
    """What lets a body ask: its admission number, or the law by its article."""

    admission: NumberShown | None = Field(None, title="准入编号")
    basis: str | None = Field(None, min_length=4, max_length=300, title="依据", examples=["社会保险法第八条"])

    @model_validator(mode="after")
    def _one_of_both(self) -> "GroundStatement":
        if self.admission is None and self.basis is None:
            raise PydanticCustomError("ground_empty", "准入编号和法律法规条款至少填写一项")
        return self


def lacks_ground(row: Grounded) -> bool:
    """Whether a row was let through without a ground."""
    return row.gap is not None


def grounding(states: Collection[Any], fact: Callable[[Any, Any], Event]) -> Step[Any]:
    """The step by which the body itself states what was missing."""
    return Step(
        states, None, DEPARTMENT, "补充依据", when=lacks_ground, fact=fact,
        party=lambda row, caller: caller.acts_for(row.department),
    )  # fmt: skip


def grounding_todo(kind: str, model: type[Aggregate], workflow: Workflow[Any], *, record: str, subject: str) -> Todo:
    """The to-do of the body that can mend it."""
    gap = col(getattr(model, "gap"))  # noqa: B009 - a column of every row that is `Grounded`

    def waits(caller: Caller) -> sa.ColumnElement[bool]:
        return sa.and_(own_department(model)(caller), gap.is_not(None))

    return Todo(
        kind, "补充准入编号或法律依据", model, workflow, "grounding", record=record, subject=subject, among=waits
    )
