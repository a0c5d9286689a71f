"""Which elements of the county's dictionary a form's columns may ask for: by their names, then by what words say.

A title that only counts (数量、户数、备注) is never matched by itself: the form's subject, its other columns and
the unit have to say what is counted, and then a person still chooses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wording.columns import POSSIBLE, SURE, Column, is_generic, scored

from report_svc.elements.kinds import normalised
from report_svc.elements.models import Element
from report_svc.elements.starter import starter_set
from report_svc.intake.schemas import DraftForm

_NEARLY = 0.05
"""Two elements whose likelihood differs by less are not told apart."""


@dataclass(frozen=True, slots=True)
class Match:
    """An element that a column may ask for, how likely, and the reasons for people."""

    element: Element
    probability: float
    reasons: tuple[str, ...]


class Dictionary:
    """The usable elements of a county, found by what they are called."""

    def __init__(self, elements: Sequence[Element], successors: Mapping[str, str]) -> None:
        self._elements = {element.code: element for element in elements}
        self._successors = successors
        self._named: dict[str, list[Element]] = {}
        for element in elements:
            for name in element.names:
                self._named.setdefault(normalised(name), []).append(element)

    def matches(self, draft: DraftForm) -> list[list[Match]]:
        """For each column the elements that it may ask for, the likeliest first, three at most."""
        alone = [self._of(Column(column.name, draft.title, column.unit or "")) for column in draft.columns]
        sure = frozenset(found[0].element.code for found in alone if is_sure(found))
        return [
            found if is_sure(found) else self._of(Column(column.name, draft.title, column.unit or "", sure))
            for column, found in zip(draft.columns, alone, strict=True)
        ]

    def _of(self, column: Column) -> list[Match]:
        found: dict[str, Match] = {}
        if not is_generic(column.title):
            for element in self._named.get(normalised(column.title), ()):
                if not column.unit or element.unit is None or normalised(column.unit) == normalised(element.unit):
                    found[element.code] = Match(element, 1.0, (f"栏目名与{element.code}的名称或同义词相同",))
        for code, score in scored(column):
            own = self._own(code)
            if own is not None and own.code not in found and score >= POSSIBLE:
                found[own.code] = Match(own, round(score, 3), _reasons(column, own))
        return sorted(found.values(), key=lambda match: (-match.probability, match.element.code))[:3]

    def _own(self, code: str) -> Element | None:
        """The county's element for a code of the starter set, unless the county calls something else by that code."""
        content = starter_set().get(code)
        element = self._elements.get(self._successors.get(code, code))
        if content is None or element is None:
            return None
        return element if normalised(content.name) in {normalised(name) for name in element.names} else None


def is_sure(found: Sequence[Match]) -> bool:
    """Whether one element stands out."""
    if not found or found[0].probability < SURE:
        return False
    return len(found) == 1 or found[1].probability < found[0].probability - _NEARLY


def _reasons(column: Column, element: Element) -> tuple[str, ...]:
    reasons = (
        [f"栏目名与“{element.name}”相近"] if not is_generic(column.title) else [f"按报表内容，可能指“{element.name}”"]
    )
    if column.unit and element.unit and normalised(column.unit) == normalised(element.unit):
        reasons.append(f"计量单位同为{element.unit}")
    if element.code in column.siblings:
        reasons.append("同表其他栏目已用该数据元")
    return tuple(reasons)
