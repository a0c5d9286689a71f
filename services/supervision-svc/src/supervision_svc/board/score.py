"""The score of one township: pure, and Decimal throughout, so that the same facts give the same digits everywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
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
    gone_overdue: tuple[date, date] | None = None
    """The first and the last day in the window on which a letter's rectification went overdue."""
    mean_villages: Decimal | None = None
    """On the mean day of the window; None where that is not known. What happened is counted against it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a township stands where it stands."""

    code: str
    text: str
    since: date | None = None
    counts_until: date | None = None
    """The last day of whose boards it is a reason; None where that depends on what is done."""


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
    inquiries: int | None = None
    """How many drawn villages were asked; only where it is the absence of reports that scores."""
    inquiries_needed: int | None = None

    @property
    def unasked(self) -> bool:
        """Whether too few were asked for the absence of reports to say anything."""
        return self.inquiries is not None and self.inquiries < (self.inquiries_needed or 0)


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
    went_overdue: Reason | None = None
    """That a letter went overdue stays a condition of the black list for a whole window, and says so."""
    core: bytes | None = None
    """What of the digest lies in the row itself."""


def score(township: Township, scheme: SchemeDocument, window_days: int) -> Row:
    """Score one township; without enough rated weight there is no score (数据不足)."""
    measured = _without_silence(
        [_measure(township, indicator, window_days, scheme.evidence_villages) for indicator in scheme.indicators]
    )
    rated_weight = sum((item.weight for item in measured if item.rated), ZERO)
    # What enters only because it lowers the score is no data: one more charge must not make a silent township rated.
    covered = sum((item.weight for item in measured if item.rated and not item.unasked), ZERO)
    coverage = covered / HUNDRED if township.villages else ZERO
    mean = _mean(measured)
    indicators = measured if mean is None else _with_losses(measured, rated_weight, HUNDRED - cents(mean))
    base = mean if township.villages and coverage >= scheme.coverage_minimum else None
    bonus = _bonus(township, scheme)
    vetoes = _vetoes(township, scheme)
    return Row(
        region=township.region, name=township.name, villages=township.villages, indicators=indicators,
        coverage=coverage.quantize(_FINE), base=None if base is None else cents(base), bonus=bonus,
        score=None if base is None else cents(min(HUNDRED, base + bonus)),
        actions={action: _by_action(measured, action) for action in _ACTIONS},
        vetoes=[Reason(f"veto_{veto.code}", veto.name) for veto in vetoes],
        practices=township.sums.get("good_practices", 0),
        overdue_open=township.sums.get("rectifications_overdue_open", 0),
        letter_overdue=_went_overdue(township), black_veto=any(veto.black for veto in vetoes),
        went_overdue=_overdue_reason(township, window_days),
    )  # fmt: skip


def points(township: Township, scheme: SchemeDocument, window_days: int) -> tuple[Decimal | None, frozenset[str]]:
    """The unrounded score of a township without regard to coverage, and which indicators are rated: for what-ifs."""
    measured = _without_silence(
        [_measure(township, indicator, window_days, scheme.evidence_villages) for indicator in scheme.indicators]
    )
    mean = _mean(measured)
    rated = frozenset(item.code for item in measured if item.rated)
    return None if mean is None else min(HUNDRED, mean + _bonus(township, scheme)), rated


_ACTIONS = ("work", "plaques", "forms", "certificates", "inspections")


def _went_overdue(township: Township) -> bool:
    sums = township.sums
    return sums.get("rectifications_gone_overdue", 0) > 0 or sums.get("rectifications_overdue_open", 0) > 0


def _overdue_reason(township: Township, window_days: int) -> Reason | None:
    if township.gone_overdue is None:
        return None
    first, last = township.gone_overdue
    until = last + timedelta(days=window_days - 1)
    return Reason("letter_went_overdue", f"工作提示函整改于{first}逾期，计入至{until}", first, until)


def _without_silence(measured: Sequence[Scored]) -> list[Scored]:
    """Where nobody asked, an indicator enters only if it lowers the score: silence is no full mark, charges count.

    Taken from the worst one on, what enters gives the lowest mean that any choice could give, so that one more charge
    never raises a score.
    """
    entering = [item for item in measured if item.rated and not item.unasked]
    silent = [item for item in measured if item.rated and item.unasked]
    left_out = set()
    for item in sorted(silent, key=lambda item: (item.score, item.code)):
        mean = _mean(entering)
        if item.score is not None and item.score * HUNDRED < (HUNDRED if mean is None else mean):
            entering.append(item)
        else:
            left_out.add(item.code)
    return [_not_rated(item) if item.code in left_out else item for item in measured]


def _not_rated(item: Scored) -> Scored:
    return replace(item, rated=False, denominator_used=None, value=None, score=None)


def _measure(township: Township, indicator: Indicator, window_days: int, evidence_villages: int) -> Scored:
    measure = MEASURES.get(indicator.code)
    if measure is None or not township.villages:
        return Scored(indicator.code, indicator.action, indicator.weight, rated=False)
    numerator = total(township.sums, measure.numerator)
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
    inquiries = None if measure.inquired is None else township.sums.get(measure.inquired, 0)
    return Scored(
        indicator.code, indicator.action, indicator.weight, rated=True, numerator=numerator, denominator=denominator,
        denominator_used=used if used is denominator else used.quantize(_FINE), value=value.quantize(_FINE),
        score=min(ONE, max(ZERO, part)).quantize(_FINE, ROUND_HALF_UP), inquiries=inquiries,
        inquiries_needed=None if inquiries is None else min(evidence_villages, township.villages),
    )  # fmt: skip


def total(sums: Mapping[str, int], wanted: Sum) -> int:
    """A side of a measure."""
    return sum(sign * sums.get(figure, 0) for figure, sign in wanted.figures)


def _denominator(township: Township, measure: Measure, window_days: int) -> Decimal:
    if measure.denominator is not None:
        return Decimal(total(township.sums, measure.denominator))
    months = window_days / MONTH_DAYS if measure.per_month else ONE
    return (township.mean_villages or township.villages) * months


def fine(value: Decimal) -> Decimal:
    """A value with four decimals, or as it is where it needs none."""
    return value if value == value.to_integral_value() else value.quantize(_FINE)


def _mean(measured: Sequence[Scored]) -> Decimal | None:
    rated = [(item.weight, item.score) for item in measured if item.score is not None]
    weight = sum((weight for weight, _ in rated), ZERO)
    if not weight:
        return None
    return sum((weight * part for weight, part in rated), ZERO) / weight * HUNDRED


def _by_action(measured: Sequence[Scored], action: str) -> Decimal | None:
    mean = _mean([item for item in measured if item.action == action])
    return None if mean is None else cents(mean)


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


def cents(value: Decimal) -> Decimal:
    """A score as it is told: two decimals, halves up."""
    return value.quantize(_CENT, ROUND_HALF_UP)


def imposed_after(first_letter: date | None, last_imposed: date | None) -> bool:
    """Whether a task was imposed, by the day of the act, after the day on which a letter about imposed tasks came."""
    return first_letter is not None and last_imposed is not None and last_imposed > first_letter
