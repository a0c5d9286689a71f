"""Posts: the table, and the rules about one row."""

from datetime import date
from typing import Any
from uuid import UUID

from countykit.tables import Aggregate
from countykit.validity import ended_by, valid_on
from servicekit.tables import document
from sqlmodel import Field

from gateway.models import Base


class Post(Aggregate, Base, table=True):
    """What a person acts as: roles in a region or for a department, on the days of `[valid_from, valid_to)`.

    An ended post stays as the history of its person. `open_todos` counts what waited when it was handed over.
    """

    __tablename__ = "post"

    account_id: UUID = Field(foreign_key="account.id", index=True)
    roles: list[str] = document()
    department: str | None = Field(default=None, max_length=60)
    valid_from: date
    valid_to: date | None = Field(default=None, index=True)
    reason: str = Field(max_length=500)
    end_reason: str | None = Field(default=None, max_length=500)
    given_by: str = Field(max_length=60)
    ended_by: str | None = Field(default=None, max_length=60)
    taken_over_from: UUID | None = Field(default=None, foreign_key="post.id")
    open_todos: dict[str, Any] | None = document(default=None)
    awaits_confirmation: bool = False
    """Whether a second administrator has to confirm it before anybody acts in it."""
    confirmed_by: str | None = Field(default=None, max_length=60)

    def held_on(self, day: date) -> bool:
        """Whether somebody may act in it on a day."""
        return not self.awaits_confirmation and valid_on(self, day)

    def over_by(self, day: date) -> bool:
        """Whether it has ended on or before a day."""
        return ended_by(self, day)

    def meets(self, valid_from: date, valid_to: date | None) -> bool:
        """Whether both are held on some same day."""
        return (valid_to is None or self.valid_from < valid_to) and not ended_by(self, valid_from)

    def end(self, day: date, reason: str, by: str) -> None:
        """Held up to, not including, this day."""
        self.valid_to, self.end_reason, self.ended_by = day, reason, by
        self.version += 1
