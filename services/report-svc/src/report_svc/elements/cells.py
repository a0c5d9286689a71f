"""A cell of a table as the kind of its column or element has it; what cannot be is left for the rules to refuse."""

from collections.abc import Mapping
from typing import Any

from report_svc.elements.kinds import Kind

TYPES: Mapping[Kind, Any] = {
    Kind.COUNT: int | float | str | None, Kind.QUANTITY: int | float | str | None,
    Kind.PERCENT: int | float | str | None, Kind.TEXT: str | None, Kind.DATE: str | None,
    Kind.YES_NO: bool | str | None,
}  # fmt: skip
"""What a cell of each kind may hold when it is read."""


def typed(kind: Kind | None, value: Any) -> Any:
    """A number for a number, whole where it is whole; anything else as it stands."""
    if isinstance(value, str) and kind in (Kind.COUNT, Kind.QUANTITY, Kind.PERCENT):
        try:
            number = float(value)
        except ValueError:
            return value
        return int(number) if number.is_integer() else number
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
