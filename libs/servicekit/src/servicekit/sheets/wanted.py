"""What a table is read for: its columns, and what came of reading. Both cross the border of the process as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["text", "date", "number", "yes_no", "choice", "other"]
MOST_LISTED = 100
"""Row errors that are told one by one; the others are counted."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that may stand in the table; `choices` are the values by what people call them."""

    name: str
    heads: Sequence[str]
    kind: Kind = "text"
    required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The columns of a table, heads that may be left unread, and how many rows are taken."""

    columns: Sequence[Column]
    ignorable: Sequence[str] = ()
    most_rows: int = 100_000

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> "Wanted":
        """What another process asks for."""
        return cls(**{**document, "columns": [Column(**column) for column in document["columns"]]})


@dataclass(slots=True)
class Found:
    """What is in the file. `rows` are the sheet's name, the row's number and its values by column name."""

    rows: list[tuple[str, int, dict[str, Any]]] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)
    empty: int = 0
    ignored_columns: list[str] = field(default_factory=list)
    ignored_sheets: list[dict[str, str]] = field(default_factory=list)

    def refuse(self, sheet: str, row: int, column: str, code: str, detail: str) -> None:
        """Note what is wrong with a cell."""
        self.errors.append({"sheet": sheet, "row": row, "field": column, "code": code, "detail": detail})


class Refused(Exception):
    """The whole file is refused; `code` names one of the kit's refusals."""

    def __init__(self, code: str, detail: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


class CellRefused(Exception):
    """One cell cannot be understood without guessing."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
