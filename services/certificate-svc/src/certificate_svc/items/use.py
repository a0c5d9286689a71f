"""Whether a purpose and a demander are those that the county's list names for an item."""

from collections.abc import Sequence

from certificate_svc.items.models import Item


def fits(item: Item, *, purpose: str, demander: str, department: str | None) -> bool:
    """By words: one of each list stands in what was said; an empty list binds nothing. A miss is for a person."""
    by_code = department is not None and department in item.demanders
    return (by_code or _one_in(item.demanders, demander)) and _one_in(item.purposes, purpose)


def _one_in(words: Sequence[str], text: str) -> bool:
    return not words or any(word in text for word in words)
