"""Whether a value can be one of an element: its kind, its bounds, its choices, its decimals."""

import math
from decimal import Decimal

from report_svc.elements.kinds import Kind
from report_svc.elements.models import Element

FAULTS = {
    "wrong_type": "数值类型与数据元不符",
    "not_whole": "应为整数",
    "out_of_bounds": "超出数据元的上下限",
    "too_fine": "小数位数过多",
    "not_a_choice": "不在可选值之内",
    "village_unknown": "没有该村（社区），或不在本单位范围内",
    "village_repeated": "同一村（社区）出现两次",
}
_NUMBERS = (Kind.COUNT, Kind.QUANTITY, Kind.PERCENT)


def fault(element: Element, value: bool | float | str) -> str | None:
    """The stable code of what is wrong with a value; None when it may be one."""
    if element.kind in _NUMBERS:
        return _fault_of_number(element, value)
    if element.kind is Kind.YES_NO:
        return None if isinstance(value, bool) else "wrong_type"
    if not isinstance(value, str) or len(value) > 1000:
        return "wrong_type"
    return "not_a_choice" if element.choices and value not in element.choices else None


def _fault_of_number(element: Element, value: bool | float | str) -> str | None:
    if isinstance(value, bool | str) or not math.isfinite(value):
        return "wrong_type"
    if element.kind is Kind.COUNT and not isinstance(value, int):
        return "not_whole"
    low, high = element.minimum, element.maximum
    if (low is not None and value < low) or (high is not None and value > high) or abs(value) > 10**15:
        return "out_of_bounds"
    exponent = Decimal(str(value)).normalize().as_tuple().exponent
    fine = -exponent if isinstance(exponent, int) else 0
    return "too_fine" if element.decimals is not None and fine > element.decimals else None
