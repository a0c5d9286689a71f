"""How the cells of a table came into a filing: what it costs is counted by cells, and a row is several."""

from collections import Counter
from itertools import zip_longest
from typing import Any

from report_svc.filings.models import How
from report_svc.forms.cells import Cell, is_empty
from report_svc.forms.fields import Rows, Value

_NOTHING: dict[str, Cell] = {}


def counted(how: How, value: Value, was: Value = None) -> dict[str, dict[str, int]]:
    """What the entry of a table says beside `how`: its cells by how they came. Nothing for a single value.

    Against `was`, a row that stands is confirmed, a cell that changed corrected, a new one typed, and a row that was
    taken out is one correction. A table without rows is one cell: somebody said that there is nothing to list.
    """
    if not isinstance(value, list):
        return {}
    found = _changes(value, was) if isinstance(was, list) else Counter({how: _filled(value)})
    cells = {each.value: number for each, number in found.items() if number}
    return {"cells": cells or {how.value: 1}}


def typed(value: Value) -> dict[str, Any]:
    """The entry of a value that nobody had."""
    return {"how": How.TYPED.value, **counted(How.TYPED, value)}


def corrected(value: Value, was: Value) -> dict[str, Any]:
    """The entry of a value that is put in the place of another: what stands of a table's rows cost nothing again."""
    cells = counted(How.CORRECTED, value, was if isinstance(was, list) else None).get("cells", {How.CORRECTED.value: 1})
    changed = sum(number for how, number in cells.items() if how != How.CONFIRMED)
    return {"how": How.CORRECTED.value, "cells": {How.CORRECTED.value: changed}}


def _changes(rows: Rows, was: Rows) -> Counter[How]:
    found: Counter[How] = Counter()
    left, new = list(was), []
    for row in rows:
        if row in left:
            left.remove(row)
            found[How.CONFIRMED] += _filled([row])
        else:
            new.append(row)
    for row, old in zip_longest(new, left):
        if row is None:
            found[How.CORRECTED] += 1
            continue
        before = old or _NOTHING
        for name in row.keys() | before.keys():
            found[_how(row.get(name), before.get(name))] += 1
    return found


def _how(cell: Cell, before: Cell) -> How:
    if cell == before:
        return How.CONFIRMED
    return How.TYPED if is_empty(before) else How.CORRECTED


def _filled(rows: Rows) -> int:
    return sum(not is_empty(cell) for row in rows for cell in row.values())
