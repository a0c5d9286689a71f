"""The guard that looks at consequences: it tries what a scheme would pay for, and shows the first that it must not.

Bounded and seeded, on the county's own townships and on made-up ones, with the set of rated indicators held fixed: one
more burden event never raises a score, one fewer never lowers it, and no act of a township alone raises its score
(`acts`).
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from supervision_svc.board.burdens import burdened
from supervision_svc.board.score import Township, cents, points
from supervision_svc.consequences.acts import OWN_ACTS
from supervision_svc.consequences.errors import ForbiddenPays
from supervision_svc.measures import MEASURES, USED, Measure
from supervision_svc.schemes.document import Indicator, SchemeDocument

MADE_UP = 24
"""So many made-up townships are tried beside the county's own."""
MOST_OWN = 24
"""So many of the county's own: the check answers a person who saves a scheme."""
_SEED = 20260302
_VISITED = 20


def check(scheme: SchemeDocument, own: Sequence[Township] = ()) -> None:
    """Refuse a scheme under which something forbidden pays; raises ForbiddenPays with the counter-example."""
    chance = random.Random(_SEED)  # noqa: S311 - the same search every time
    for township in (*own[:MOST_OWN], *(_made_up(chance, scheme) for _ in range(MADE_UP))):
        before, rated = points(township, scheme, scheme.window_days)
        for title, changed, more in _tried(township, scheme):
            after, then = points(changed, scheme, scheme.window_days)
            if before is None or after is None or rated != then:
                continue
            if after > before if more else after < before:
                raise ForbiddenPays(_words(title, township, before, after, more=more), counter_example=_shown(
                    title, township, changed, before, after,
                ))  # fmt: skip


def _tried(township: Township, scheme: SchemeDocument) -> Iterator[tuple[str, Township, bool]]:
    """What is tried on a township: (its name, the township then, whether it must not gain or must not lose)."""
    for indicator in scheme.indicators:
        measure = MEASURES.get(indicator.code)
        if measure is not None:
            yield from _burden(township, indicator, measure)
    for act in OWN_ACTS.values():
        if act.figures.keys() & USED:
            yield act.title, replace(township, sums=_added(township.sums, act.figures)), True


def _burden(township: Township, indicator: Indicator, measure: Measure) -> Iterator[tuple[str, Township, bool]]:
    for by, words in ((1, "多一件不利记录"), (-1, "少一件不利记录")):
        sums = burdened(township.sums, measure, by)
        if sums is not None:
            yield f"“{indicator.name}”{words}", replace(township, sums=sums), by > 0


def _words(title: str, township: Township, before: Decimal, after: Decimal, *, more: bool) -> str:
    wrong = "反而得分" if more else "反而丢分"
    change = f"{township.name}{title}，得分由{cents(before)}变为{cents(after)}"
    return f"按此方案，{change}，{wrong}。请调整目标值、最差值或加分"


def _shown(title: str, township: Township, changed: Township, before: Decimal, after: Decimal) -> dict[str, Any]:
    """The counter-example, so that anybody can compute it by hand."""
    names = sorted({*township.sums, *changed.sums})
    differ = {name: changed.sums.get(name, 0) - township.sums.get(name, 0) for name in names}
    return {
        "what": title, "township": township.name, "villages": township.villages,
        "figures": {name: value for name, value in sorted(township.sums.items()) if value},
        "change": {name: by for name, by in differ.items() if by},
        "score_before": str(cents(before)), "score_after": str(cents(after)),
    }  # fmt: skip


def _added(sums: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    return {**sums, **{figure: sums.get(figure, 0) + by for figure, by in more.items()}}


def _made_up(chance: random.Random, scheme: SchemeDocument) -> Township:
    """A township with some of everything done well and some badly, whose drawn villages were asked.

    Rates lie between the scheme's own ends, where one event makes a difference.
    """
    villages, sums = chance.randint(1, _VISITED), dict[str, int]()
    for indicator in scheme.indicators:
        measure = MEASURES.get(indicator.code)
        if measure is None:
            continue
        whole, below = chance.randint(1, 40), measure.denominator
        for figure, sign in () if below is None else below.figures:
            sums.setdefault(figure, whole if sign > 0 else 0)
        most = whole
        if not measure.completion:
            end = max(indicator.target, indicator.worst, Decimal(0))
            units = whole if below else villages * (scheme.window_days // 30 if measure.per_month else 1)
            most = int(end * units / measure.scale) + 1
        for figure, sign in measure.numerator.figures:
            if figure not in sums:
                sums[figure] = chance.randint(0, most) if sign > 0 else 0
        if measure.inquired is not None:
            sums[measure.inquired] = _VISITED
    return Township("990000001000", "假设乡镇", villages, sums)
