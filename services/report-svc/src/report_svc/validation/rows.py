"""What is odd in the rows of a table: cells outside of the domain of their column, told together by row."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from report_svc.forms.cells import Cell, is_empty
from report_svc.forms.fields import FormField, RowColumn, Value

_MOST_NAMED = 5
"""Cells of one column that are named; the others are counted."""


def odd_cells(field: FormField, value: Value) -> Iterator[tuple[str, str]]:
    """The code of a doubt and what it says, once for each column of a table in which something is odd."""
    if not isinstance(value, list):
        return
    for column in field.columns:
        found: dict[str, list[str]] = defaultdict(list)
        for number, row in enumerate(value, start=1):
            cell = row.get(column.name)
            code = None if is_empty(cell) else _oddity(column, cell)
            if code is not None:
                found[code].append(f"第{number}行为{shown(cell)}")
        for code, places in found.items():
            named = "、".join(places[:_MOST_NAMED]) + (f"等{len(places)}行" if len(places) > _MOST_NAMED else "")
            usual = choices_in_words(column.choices) if code == "not_a_choice" else bounds_in_words(
                column.minimum, column.maximum
            )  # fmt: skip
            yield code, f"“{field.name}”的“{column.name}”{named}，{usual}"


def choices_in_words(choices: Sequence[str]) -> str:
    """What may be chosen."""
    return f"可选值为{'、'.join(choices[:20])}{'等' if len(choices) > 20 else ''}"


def bounds_in_words(low: float | None, high: float | None) -> str:
    """Between what values lie."""
    return f"一般{f'不小于{shown(low)}' if low is not None else ''}{f'不大于{shown(high)}' if high is not None else ''}"


def _oddity(column: RowColumn, cell: Cell) -> str | None:
    if column.choices:
        return None if cell in column.choices else "not_a_choice"
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None
    low, high = column.minimum, column.maximum
    return "out_of_bounds" if (low is not None and cell < low) or (high is not None and cell > high) else None


def shown(value: Value | Decimal) -> str:
    """A value as people write it: 是 and 否, numbers without zeros behind them; at most forty characters."""
    if isinstance(value, bool):
        return "是" if value else "否"
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    if isinstance(value, Decimal | float) and "." in text and "e" not in text:
        text = text.rstrip("0").rstrip(".")
    return text if len(text) <= 40 else f"{text[:39]}…"
