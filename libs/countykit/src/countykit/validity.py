"""The one predicate about when a region or a department is there: from its first day up to, not including, `valid_to`.

A future end changes nothing until it comes, and a future beginning gives nothing yet.
"""

from datetime import date
from typing import Protocol


class Dated(Protocol):
    """Something with a validity."""

    @property
    def valid_from(self) -> date:
        """The first day."""

    @property
    def valid_to(self) -> date | None:
        """The first day on which it is no more; None while no end is known."""


def valid_on(place: Dated, day: date) -> bool:
    """Whether it is there on a day."""
    return place.valid_from <= day and not ended_by(place, day)


def ended_by(place: Dated, day: date) -> bool:
    """Whether it has ended on or before a day."""
    return place.valid_to is not None and place.valid_to <= day


def valid_on_sql(table: str, day: str) -> str:
    """`valid_on` as SQL about a table or alias; `day` is a parameter or column."""
    return valid_throughout_sql(table, day, day)


def valid_within_sql(table: str, first: str, last: str) -> str:
    """SQL: it is there on some day from `first` to `last`."""
    return f"({table}.valid_from <= {last} AND ({table}.valid_to IS NULL OR {table}.valid_to > {first}))"


def valid_throughout_sql(table: str, first: str, last: str) -> str:
    """SQL: it is there on every day from `first` to `last`."""
    return f"({table}.valid_from <= {first} AND ({table}.valid_to IS NULL OR {table}.valid_to > {last}))"
