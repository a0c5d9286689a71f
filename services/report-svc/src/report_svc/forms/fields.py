"""The columns (栏目) of a form, and which values they take."""

import math
from collections.abc import Mapping
from datetime import date

from pydantic import Field
from servicekit.bodies import Body

from report_svc.elements.kinds import Kind, normalised

Value = bool | int | float | str | None

_LARGEST = 10**15
_LONGEST_TEXT = 1000
_COUNTED = frozenset("人户个件次块只头辆份场名家条台座起处间所批篇期")
# Amounts that may lawfully lie below zero: a balance, a temperature. Everything else measured in a village may not.
_SIGNED = frozenset({"元", "万元", "亿元", "℃"})


class FormField(Body):
    """One column of a form."""

    name: str = Field(min_length=1, max_length=60, examples=["常住人口"])
    unit: str | None = Field(None, min_length=1, max_length=20, examples=["人"])
    element: str | None = Field(None, max_length=60, description="data element (数据元) behind the column")
    kind: Kind | None = Field(None, description="told by the unit when left out; text without a unit")
    required: bool = True

    def settled(self) -> "FormField":
        """The same field with its kind decided."""
        return self if self.kind else self.model_copy(update={"kind": _kind_of(self.unit)})

    @property
    def key(self) -> str:
        """What makes two fields ask for the same thing: the element, otherwise the normalised name."""
        return f"element:{self.element}" if self.element else f"name:{normalised(self.name)}"

    def standing_for(self, merged: Mapping[str, str]) -> "FormField":
        """The same field with the data element that a merged one stands for now."""
        successor = merged.get(self.element or "")
        return self.model_copy(update={"element": successor}) if successor else self

    def fault(self, value: Value) -> str | None:
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

    def _fault_of_number(self, kind: Kind | None, value: Value) -> str | None:
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


def is_empty(value: Value) -> bool:
    """Whether nothing was filled in."""
    return value is None or (isinstance(value, str) and not value.strip())


def _kind_of(unit: str | None) -> Kind:
    if unit is None:
        return Kind.TEXT
    if unit in ("%", "%"):
        return Kind.PERCENT
    return Kind.COUNT if unit in _COUNTED else Kind.QUANTITY


def _fault_of_text(value: Value) -> str | None:
    if not isinstance(value, str):
        return "wrong_type"
    return "too_long" if len(value) > _LONGEST_TEXT else None


def _fault_of_date(value: Value) -> str | None:
    if not isinstance(value, str):
        return "wrong_type"
    try:
        date.fromisoformat(value)
    except ValueError:
        return "wrong_type"
    return None
