"""One burden event more or fewer in a township's sums: what boards look at what-ifs with, and the guard of schemes."""

from collections.abc import Mapping

from supervision_svc.board.score import total
from supervision_svc.measures import Measure


def burdened(sums: Mapping[str, int], measure: Measure, by: int) -> dict[str, int] | None:
    """The sums with so many burden events more of one kind; None where there are not so many.

    What is a burden is the measure's own: a scheme cannot call it a merit.
    """
    numerator = measure.numerator.figures
    below = measure.denominator
    whole = () if below is None else below.figures
    change = by if measure.direction == "lower" else -by
    own = next(((figure, sign) for figure, sign in numerator if figure not in dict(whole)), None)
    changes = {own[0]: own[1] * change} if own else {numerator[0][0]: change}
    if own is None and measure.completion:
        # What was done well and what was not make the whole: one more of these is one fewer of those.
        changes[next(figure for figure, _ in whole if figure not in dict(numerator))] = -change
    changed = {**sums, **{figure: sums.get(figure, 0) + more for figure, more in changes.items()}}
    if any(changed[figure] < 0 for figure in changes):
        return None
    if measure.completion and below and not 0 <= total(changed, measure.numerator) <= total(changed, below):
        return None
    return changed
