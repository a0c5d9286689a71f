"""One cell of a form: what its column is called, and which values it takes."""

import math
from datetime import date
from typing import Self

from pydantic import Field
from servicekit.bodies import Body

from report_svc.elements.kinds import Kind

Cell = bool | int | float | str | None

_LARGEST = 10**15
_LONGEST_TEXT = 1000
_COUNTED = frozenset("人户个件次块只头辆份场名家条台座起处间所批篇期")
# Amounts that may lawfully lie below zero: a balance, a temperature. Everything else measured in a village may not.
_SIGNED = frozenset({"元", "万元", "亿元", "℃"})


class Column(Body):
    """A column, of a form or of a table within it."""

    name: str = Field(min_length=1, max_length=60, title="栏目", examples=["常住人口"])
    unit: str | None = Field(None, min_length=1, max_length=20, title="计量单位", examples=["人"])
    kind: Kind | None = Field(
        None, title="填报项类型", description="told by the unit when left out; text without a unit"
    )
    required: bool = Field(default=True, title="必填")

    def settled(self) -> Self:
        """The same column with its kind decided."""
        return self if self.kind else self.model_copy(update={"kind": _kind_of(self.unit)})

    @property
    def counts(self) -> bool:
        """Whether its values can be added up: rates cannot."""
        return self.settled().kind in (Kind.COUNT, Kind.QUANTITY)

    def fault_of_cell(self, value: object) -> str | None:
        """The stable code of what is wrong with a value; None when it is acceptable. Empty is incomplete, not wrong."""
        if is_empty(value):
            return None
        match self.settled().kind:
            case Kind.TEXT:
                return _fault_of_text(value)
            case Kind.DATE:
                return _fault_of_date(value)
            case Kind.YES_NO:
                return None if isinstance(value, bool) else "wrong_type"
            case kind:
                return self._fault_of_number(kind, value)

    def _fault_of_number(self, kind: Kind | None, value: object) -> str | None:
        # bool is an int to Python, but yes is not a number of people.
        if isinstance(value, bool) or not isinstance(value, int | float):
            return "wrong_type"
        if isinstance(value, float) and not math.isfinite(value):
            return "wrong_type"
        if kind is Kind.COUNT and not isinstance(value, int):
            return "not_whole"
        if value < 0 and self.unit not in _SIGNED:
            return "negative"
        if abs(value) > (100 if kind is Kind.PERCENT else _LARGEST):
            return "out_of_domain"
        return None


def is_empty(value: object) -> bool:
    """Whether nothing was filled in."""
    return value is None or (isinstance(value, str) and not value.strip())


def _kind_of(unit: str | None) -> Kind:
    if unit is None:
        return Kind.TEXT
    if unit in ("%", "%"):
        return Kind.PERCENT
    return Kind.COUNT if unit in _COUNTED else Kind.QUANTITY


def _fault_of_text(value: object) -> str | None:
    if not isinstance(value, str):
        return "wrong_type"
    return "too_long" if len(value) > _LONGEST_TEXT else None


def _fault_of_date(value: object) -> str | None:
    if not isinstance(value, str):
        return "wrong_type"
    try:
        date.fromisoformat(value)
    except ValueError:
        return "wrong_type"
    return None
