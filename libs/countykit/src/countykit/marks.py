"""Verdicts that are contested where they stand: on the record itself, without a case of their own (decision 0049).

Somebody who may do so finds something wrong with a record, and it counts from that day. The township contests it once
within 30 days, people who had no part in it decide, and what is overturned is taken back on the day on which it was
counted (INS-14). A row names who had a part in it by columns; a new mark begins without the objection to the old one.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from contracts.envelope import Event
from servicekit.workflow import Workflow
from sqlmodel import col

from countykit.identity import Caller
from countykit.neutrality import not_served
from countykit.objections import JudgeCannotReview, Objection, ObjectionLate, objection_until
from countykit.todos import Todo, not_by
from countykit.workdays import today

NoPart = Callable[[Any, Caller], JudgeCannotReview | None]


class Marked(Objection):
    """A record with a mark that may be contested; a new mark begins without an objection."""

    @property
    def contested(self) -> bool:
        """Whether an objection waits to be decided."""
        return self.objection is not None and self.reviewed_at is None

    def forget_objection(self) -> None:
        """Begin a new mark."""
        self.objection = self.objected_by = self.objection_due_on = None
        self.review = self.reviewed_by = self.reviewed_at = None


def no_part(*columns: str) -> NoPart:
    """The rule that nobody decides on an objection to what they did themselves, nor on their own, by these columns."""

    def rule(row: Any, caller: Caller) -> JudgeCannotReview | None:
        parties = (getattr(row, name) for name in (*columns, "objected_by"))
        return JudgeCannotReview() if caller.is_any_of(*parties) else None

    return rule


def object_here(
    row: Any, table: Workflow[Any], caller: Caller, grounds: str, *, counted_on: date, at: datetime
) -> Event:
    """The township contests what was counted on a day; raises IllegalTransition, and ObjectionLate after 30 days.

    What nobody could contest when it was counted names another last day itself.
    """
    taken = table.take(row, "objection", caller)
    if today(at) > (row.objection_due_on or objection_until(counted_on)):
        raise ObjectionLate
    row.objection, row.objected_by, row.objection_due_on = grounds, caller.sub, objection_until(today(at))
    return taken.event(row)


def review_here(row: Any, table: Workflow[Any], caller: Caller, decision: str, reason: str, at: datetime) -> Event:
    """Decide on the objection, and leave it to who calls to take off what falls; raises JudgeCannotReview."""
    taken = table.take(row, "review", caller, outcome=decision)
    row.review, row.reviewed_by, row.reviewed_at = reason, caller.sub, at
    return taken.event(row)


def mark_review(
    kind: str, title: str, model: type[Any], table: Workflow[Any], *, record: str, subject: str, party: str
) -> Todo:
    """The to-do of those who decide on an objection to a mark; `party` is the column of who made it."""
    return Todo(
        kind, title, model, table, "review", record=record, subject=subject, due="objection_due_on",
        among=lambda caller: sa.and_(
            col(model.objection).is_not(None), col(model.reviewed_at).is_(None), not_served(model, caller),
            not_by(getattr(model, party))(caller), not_by(model.objected_by)(caller),
        ),
    )  # fmt: skip
