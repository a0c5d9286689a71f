"""Marks of boards as verdicts: the day on which one counts, who had a part in it, and what its end is told by."""

from datetime import date
from typing import Any

from contracts.envelope import Event
from contracts.signage import PlaqueMarkObjected, PlaqueMarkUpheld, PlaqueUnflagged
from countykit.identity import Caller
from countykit.marks import no_part
from countykit.workdays import today

from signage_svc.plaques.errors import MarkerCannotUnflag

not_the_judge = no_part("flagged_by")
"""Nobody decides on an objection to what they marked, or on their own."""


def not_the_marker(plaque: Any, caller: Caller) -> MarkerCannotUnflag | None:
    """Nobody takes back what they marked: it is a correction, and takes a second person."""
    return MarkerCannotUnflag() if caller.is_any_of(plaque.flagged_by) else None


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
