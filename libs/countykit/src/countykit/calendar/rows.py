"""What every row with a deadline has: the day, whether it is certain, and the rule that made it."""

from typing import Any, ClassVar

import sqlalchemy as sa
from servicekit.tables import Aggregate, document
from sqlmodel import SQLModel, col

from countykit.calendar.deadlines import Deadline

PROVISIONAL = "the day depends on a holiday notice that is not out yet; it may move later, and nothing is late by it"
"""What a view says about the mark."""


class Dated(SQLModel):
    """A row with one deadline; `day_column` names the column of the day."""

    day_column: ClassVar[str] = "deadline"
    bookkeeping: ClassVar[frozenset[str]] = Aggregate.bookkeeping | {"deadline_rule"}
    """That a deadline was computed again and is the same day as before concerns nobody who holds the record."""

    provisional: bool = False
    deadline_rule: dict[str, Any] | None = document(default=None, nullable=True)

    @property
    def due(self) -> Deadline | None:
        """The deadline with its rule; None where there is none, or where it was set before rules were kept."""
        day = getattr(self, self.day_column)
        if day is None or self.deadline_rule is None:
            return None
        return Deadline.stored(day, self.deadline_rule, provisional=self.provisional)

    def set_deadline(self, deadline: Deadline | None) -> None:
        """Keep a deadline with its rule."""
        setattr(self, self.day_column, deadline.day if deadline else None)
        self.provisional = deadline.provisional if deadline else False
        self.deadline_rule = deadline.rule if deadline else None


def counted_before(model: type[Dated], version: int) -> sa.ColumnElement[bool]:
    """The rows whose deadline was computed with a calendar older than this version."""
    computed_with: sa.ColumnElement[int] = col(model.deadline_rule)["calendar"].as_integer()
    return computed_with < version
