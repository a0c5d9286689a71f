"""The score of one township: pure, and Decimal throughout, so that the same facts give the same digits everywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from supervision_svc.measures import LEAST_EVENTS, MEASURES, MONTH_DAYS, Measure, Sum, floor
from supervision_svc.schemes.document import Indicator, SchemeDocument, Veto

HUNDRED, ONE, ZERO = Decimal(100), Decimal(1), Decimal(0)
_CENT = Decimal("0.01")
_FINE = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Township:
    """What is known about a township: its villages and the sums of its figures up to a day."""

    region: str
    name: str
    villages: int
    sums: Mapping[str, int]
    """Per figure: over the window, or ever for stocks."""
    imposed_after_letter: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a township stands where it stands."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Scored:
    """One indicator of one township. Everything after `rated` is None where it is not rated."""

    code: str
    action: str
    weight: Decimal
    rated: bool
    numerator: int | None = None
    denominator: Decimal | None = None
    denominator_used: Decimal | None = None
    value: Decimal | None = None
    score: Decimal | None = None
    points_lost: Decimal | None = None


@dataclass(slots=True)
class Row:
    """A township on the board. Rank and list are decided among all townships of the county."""

    region: str
    name: str
    villages: int
    indicators: Sequence[Scored]
    coverage: Decimal
    base: Decimal | None
    bonus: Decimal
    score: Decimal | None
    actions: Mapping[str, Decimal | None]
    vetoes: Sequence[Reason]
    practices: int
    overdue_open: int
    letter_overdue: bool
    black_veto: bool
    rank: int | None = None
    place: str = "unlisted"
    reasons: list[Reason] = field(default_factory=list)
    standing: Sequence[Reason] | None = None
    """The reasons that lie in the row itself; told once, however often the board is arranged around it."""
    core: bytes | None = None
    """What of the digest lies in the row itself."""


def score(township: Township, scheme: SchemeDocument, window_days: int) -> Row:
    """Score one township; without enough rated weight there is no score (数据不足)."""
    measured = [_measure(township, indicator, window_days) for indicator in scheme.indicators]
    rated_weight = sum((item.weight for item in measured if item.rated), ZERO)
    coverage = rated_weight / HUNDRED if township.villages else ZERO
    mean = _mean(measured)
    indicators = measured if mean is None else _with_losses(measured, rated_weight, HUNDRED - _cents(mean))
    base = mean if township.villages and coverage >= scheme.coverage_minimum else None
    bonus = _bonus(township, scheme)
    vetoes = _vetoes(township, scheme)
    return Row(
        region=township.region, name=township.name, villages=township.villages, indicators=indicators,
        coverage=coverage.quantize(_FINE), base=None if base is None else _cents(base), bonus=bonus,
        score=None if base is None else _cents(min(HUNDRED, base + bonus)),
        actions={action: _by_action(measured, action) for action in _ACTIONS},
        vetoes=[Reason(f"veto_{veto.code}", veto.name) for veto in vetoes],
        practices=township.sums.get("good_practices", 0),
        overdue_open=township.sums.get("rectifications_overdue_open", 0),
        letter_overdue=_went_overdue(township), black_veto=any(veto.black for veto in vetoes),
    )  # fmt: skip


_ACTIONS = ("work", "plaques", "forms", "certificates", "inspections")


def _went_overdue(township: Township) -> bool:
    sums = township.sums
    return sums.get("rectifications_gone_overdue", 0) > 0 or sums.get("rectifications_overdue_open", 0) > 0


def _measure(township: Township, indicator: Indicator, window_days: int) -> Scored:
    measure = MEASURES.get(indicator.code)
    if measure is None or not township.villages:
        return Scored(indicator.code, indicator.action, indicator.weight, rated=False)
    numerator = _total(township.sums, measure.numerator)
    denominator = _denominator(township, measure, window_days)
    if denominator <= 0 or denominator < indicator.minimum:
        return Scored(
            indicator.code, indicator.action, indicator.weight, rated=False, numerator=numerator,
            denominator=denominator,
        )  # fmt: skip
    width, used = indicator.target - indicator.worst, denominator
    if used * abs(width) < LEAST_EVENTS * measure.scale:
        used = floor(measure, indicator.target, indicator.worst)
    counted = used - (denominator - numerator) if measure.completion else Decimal(numerator)
    value = counted * measure.scale / used
    part = (value - indicator.worst) / width
    return Scored(
        indicator.code, indicator.action, indicator.weight, rated=True, numerator=numerator, denominator=denominator,
        denominator_used=used if used is denominator else used.quantize(_FINE), value=value.quantize(_FINE),
        score=min(ONE, max(ZERO, part)).quantize(_FINE, ROUND_HALF_UP),
    )  # fmt: skip


def _total(sums: Mapping[str, int], wanted: Sum) -> int:
    return sum(sign * sums.get(figure, 0) for figure, sign in wanted.figures)


def _denominator(township: Township, measure: Measure, window_days: int) -> Decimal:
    if measure.denominator is not None:
        return Decimal(_total(township.sums, measure.denominator))
    months = window_days / MONTH_DAYS if measure.per_month else ONE
    return township.villages * months


def _mean(measured: Sequence[Scored]) -> Decimal | None:
    rated = [(item.weight, item.score) for item in measured if item.score is not None]
    weight = sum((weight for weight, _ in rated), ZERO)
    if not weight:
        return None
    return sum((weight * part for weight, part in rated), ZERO) / weight * HUNDRED


def _by_action(measured: Sequence[Scored], action: str) -> Decimal | None:
    mean = _mean([item for item in measured if item.action == action])
    return None if mean is None else _cents(mean)


def _with_losses(measured: Sequence[Scored], rated_weight: Decimal, whole: Decimal) -> list[Scored]:
    """Points lost in cents that add up to `whole`, what is missing to a hundred: the largest remainders go up."""
    exact = {
        item.code: (ONE - item.score) * item.weight / rated_weight * HUNDRED
        for item in measured if item.score is not None
    }  # fmt: skip
    lost = {code: points.quantize(_CENT, ROUND_DOWN) for code, points in exact.items()}
    missing = int((whole - sum(lost.values(), ZERO)) / _CENT)
    for code in sorted(exact, key=lambda code: lost[code] - exact[code])[:missing]:
        lost[code] += _CENT
    return [replace(item, points_lost=lost.get(item.code)) for item in measured]


def _bonus(township: Township, scheme: SchemeDocument) -> Decimal:
    earned = township.sums.get("good_practices", 0)
    return sum((min(bonus.at_most, bonus.points * earned) for bonus in scheme.bonus), ZERO)


def _vetoes(township: Township, scheme: SchemeDocument) -> list[Veto]:
    sums = township.sums
    happened = {
        "letter_overdue": sums.get("rectifications_long_overdue", 0) > 0,
        "imposed_after_letter": township.imposed_after_letter,
        "false_report": sums.get("false_reports", 0) > 0,
        "no_good_practice": sums.get("good_practices", 0) <= 0,
    }
    return [veto for veto in scheme.vetoes if happened[veto.code]]


def _cents(value: Decimal) -> Decimal:
    return value.quantize(_CENT, ROUND_HALF_UP)


def imposed_after(first_letter: date | None, last_imposed: date | None) -> bool:
    """Whether a task was confirmed as imposed on a day after a letter about imposed tasks had been received."""
    return first_letter is not None and last_imposed is not None and last_imposed > first_letter
