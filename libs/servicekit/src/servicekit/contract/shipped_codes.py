"""Lists of codes that a service ships as data, told in its API document: items, rows of a table, indicators.

    app.state.shipped_codes = [SPECS, ITEMS]

Enumerations need no entry here: the document has them with their names already.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

EXTENSION = "x-code-lists"
Entry = tuple[str, str, str]
"""Code, Chinese name, and what it means or where it comes from, in Chinese."""


@dataclass(frozen=True, slots=True)
class ShippedCodes:
    """One list; `entries` reads it when the document is made, so that nothing is read before."""

    name: str
    title_zh: str
    description: str
    """In English, for programmers: where an edition of a place's own is read."""
    entries: Callable[[], Iterable[Entry]]

    def shown(self) -> dict[str, Any]:
        """The list as the document tells it."""
        values = [{"value": code, "title": name, "description": text} for code, name, text in self.entries()]
        return {"name": self.name, "title": self.title_zh, "description": self.description, "values": values}
