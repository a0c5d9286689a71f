"""Marks of boards as verdicts: what a township may say against one, and who decides on it (INS-14)."""

from datetime import date, datetime
from typing import Any

from contracts.envelope import Event
from contracts.signage import PlaqueMarkObjected, PlaqueMarkUpheld, PlaqueUnflagged
from countykit.identity import Caller
from countykit.objections import JudgeCannotReview
from countykit.workdays import today
from servicekit.tables import moment
from sqlmodel import Field, SQLModel

from signage_svc.plaques.errors import MarkerCannotUnflag


class Marked(SQLModel):
    """The columns of an objection to the present mark of a board; a new mark begins without one."""

    objection: str | None = Field(default=None, max_length=2000)
    """Why the township holds the mark to be wrong."""
    objected_by: str | None = Field(default=None, max_length=200)
    objection_due_on: date | None = None
    """The last day for deciding on the objection."""
    review: str | None = Field(default=None, max_length=500)
    reviewed_by: str | None = Field(default=None, max_length=200)
    reviewed_at: datetime | None = moment(default=None, nullable=True)

    @property
    def contested(self) -> bool:
        """Whether an objection waits to be decided."""
        return self.objection is not None and self.reviewed_at is None

    def forget_objection(self) -> None:
        """Begin a new mark."""
        self.objection = self.objected_by = self.objection_due_on = None
        self.review = self.reviewed_by = self.reviewed_at = None


def not_the_marker(plaque: Any, caller: Caller) -> MarkerCannotUnflag | None:
    """Nobody takes back what they marked: it is a correction, and takes a second person."""
    return MarkerCannotUnflag() if caller.is_any_of(plaque.flagged_by) else None


def not_the_judge(plaque: Any, caller: Caller) -> JudgeCannotReview | None:
    """Nobody decides on an objection to what they marked, or on their own."""
    return JudgeCannotReview() if caller.is_any_of(plaque.flagged_by, plaque.objected_by) else None


def marked_on(plaque: Any) -> date:
    """The county's day of the mark: it counts on that day, and is taken back on it."""
    return today(plaque.flagged_at or plaque.created_at)


def objected(plaque: Any, _: object) -> Event:
    """The event of an objection."""
    return PlaqueMarkObjected(flagged_on=marked_on(plaque))


def upheld(plaque: Any, _: object) -> Event:
    """The event of a mark that stands."""
    return PlaqueMarkUpheld(flagged_on=marked_on(plaque))


def unflagged(plaque: Any, _: object) -> Event:
    """The event of a mark that was wrong."""
    return PlaqueUnflagged(flagged_on=marked_on(plaque), after_baseline=plaque.after_baseline)
