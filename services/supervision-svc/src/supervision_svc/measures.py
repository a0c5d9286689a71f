"""How each indicator is measured from figures, as data. A scheme weighs indicators; it cannot invent new ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from contracts.titles import TitledEnum
from contracts.words import Action

from supervision_svc.facts.sums import SUMS


class Span(TitledEnum, name="figure_span", title_zh="统计时段"):
    """Over which days a figure is summed."""

    WINDOW = "window", "窗口期内"
    EVER = "ever", "累计"
    """A stock: everything up to the day, because a completion rate is about what there is to complete."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of figures with signs over a span."""

    figures: tuple[tuple[str, int], ...]
    span: Span = Span.WINDOW


@dataclass(frozen=True, slots=True)
class Measure:
    """Numerator over denominator. Without a denominator the villages of the township are it.

    `blame` are the figures whose events cost points; an event is excused when its subject also has one of `excused_by`.
    """

    numerator: Sum
    denominator: Sum | None
    blame: tuple[str, ...]
    excused_by: tuple[str, ...] = ()
    scale: int = 1
    per_month: bool = False
    inquired: str | None = None
    """The figure of drawn visits that asked about it, where it is the absence of reports that scores."""
    completion: bool = False
    """A share of what there was to do: what one event costs is looked at in the misses."""

    earned: tuple[str, ...] = ()
    """Of a completion: the figures whose records earned what was not lost."""
    earned_not: tuple[str, ...] = ()
    """A record with one of these figures earned nothing after all."""

    @property
    def direction(self) -> Literal["lower", "higher"]:
        """Which way is better: the measure's own, whatever a scheme says."""
        return "higher" if self.completion else "lower"


def _sum(*names: str, span: Span = Span.WINDOW) -> Sum:
    """Names are figures or sums of figures; a leading - subtracts."""
    parts: list[tuple[str, int]] = []
    for name in names:
        sign, plain = (-1, name[1:]) if name.startswith("-") else (1, name)
        parts.extend((figure, sign * factor) for figure, factor in SUMS.get(plain, ((plain, 1),)))
    return Sum(tuple(parts), span)


def _reported(code: str, figure: str) -> Measure:
    """What counts only if somebody reports it, per ten villages: no report is no full mark where nobody asked."""
    return Measure(_sum(figure), None, (figure,), scale=10, inquired=f"inquired_{code}")


EVER = Span.EVER
MEASURES: dict[str, Measure] = {
    "imposed_tasks": _reported("imposed_tasks", "imposed_tasks"),
    "groups_cleaned": Measure(
        _sum("groups_surveyed_cleaned", span=EVER), _sum("groups_to_clean", span=EVER),
        ("groups_registered",), ("groups_cleaned", "groups_retained", "groups_registered_late"), completion=True,
        earned=("groups_cleaned",), earned_not=("groups_cleaned_late",),
    ),
    # What villagers said at drawn visits, as an ended task's evaluation tells it; the township's own grade is no part.
    "villager_satisfaction": Measure(
        _sum("evaluated_satisfied"), _sum("evaluated_respondents"), ("evaluated_respondents",), completion=True,
        earned=("evaluated_satisfied",),
    ),
    "plaques_disposed": Measure(
        _sum("plaques_settled", span=EVER), _sum("plaques_surveyed_flagged", span=EVER),
        ("plaques_flagged",), ("disposals_verified", "plaques_reopened_rebound", "plaques_flagged_late"),
        completion=True, earned=("disposals_verified",),
        earned_not=("disposals_verified_late", "plaque_rebounds"),
    ),
    "plaque_rebound": Measure(_sum("plaque_rebounds"), _sum("disposals_of_survey", span=EVER), ("plaque_rebounds",)),
    "ledgers_agree": Measure(
        _sum("survey_boards_matched"), _sum("survey_boards"), ("survey_boards",), completion=True
    ),
    # A hall counts once: a newer check takes the one before it back.
    "hall_details": Measure(
        _sum("halls_met"), _sum("halls_checked"), ("halls_unmet",), completion=True, earned=("halls_met",)
    ),
    "offplan_forms": _reported("offplan_forms", "offplan_forms"),
    "fair_notice": Measure(
        _sum("filings_fair"), _sum("filings_arranged"), ("filings_rushed",), completion=True,
        earned=("filings_fair",),
    ),
    "filings_per_village": Measure(_sum("filings_due"), None, ("filings_due",), per_month=True),
    "forbidden_issued": Measure(
        _sum("certificates_forbidden"), _sum("certificates_issued"), ("certificates_forbidden",), scale=1000
    ),
    "forbidden_demanded": _reported("forbidden_demanded", "forbidden_demands"),
    "certificates_sound": Measure(
        _sum("certificates_issued", "-certificates_faulty"), _sum("certificates_issued"), ("certificates_faulty",),
        completion=True,
    ),
    "rectified_in_time": Measure(
        _sum("rectified_in_time"), _sum("rectifications_due"), ("rectifications_due",), ("rectified_in_time",),
        completion=True, earned=("rectified_in_time",),
    ),
    "rectification_reopened": Measure(
        _sum("rectifications_reopened"), _sum("rechecks"), ("rectifications_reopened",)
    ),
    "offplan_visits": _reported("offplan_visits", "offplan_visits"),
    "complaints_upheld": _reported("complaints_upheld", "complaints_confirmed"),
}  # fmt: skip

LEAST_EVENTS = 4
"""So many single events it takes at least to lose an indicator: one costs a quarter of it at most."""


def floor(measure: Measure, target: Decimal, worst: Decimal) -> Decimal:
    """The least denominator that an indicator is computed with: `LEAST_EVENTS` × scale / |target - worst|."""
    return LEAST_EVENTS * measure.scale / abs(target - worst)


VETO_BLAME: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    # Veto → the figures whose events it rests on, and those that excuse a subject.
    "letter_overdue": (("rectifications_long_overdue",), ("rectifications_accepted",)),
    "imposed_after_letter": (("letters_received_work", "imposed_acts"), ()),
    "false_report": (("false_reports",), ()),
}

ACTIONS: Mapping[str, str] = Action.titles()
MONTH_DAYS = Decimal(30)

_BESIDES = {
    "good_practices", "false_reports", "imposed_acts", "letters_received_work", "rectifications_gone_overdue",
    "rectifications_overdue_open", "rectifications_long_overdue",
}  # fmt: skip
USED = frozenset(
    figure for measure in MEASURES.values() for part in (measure.numerator, measure.denominator) if part is not None
    for figure, _ in part.figures
) | {measure.inquired for measure in MEASURES.values() if measure.inquired is not None} | _BESIDES  # fmt: skip
STOCKS = frozenset(
    figure for measure in MEASURES.values() for part in (measure.numerator, measure.denominator)
    if part is not None and part.span is EVER for figure, _ in part.figures
) | {"rectifications_overdue_open", "rectifications_long_overdue"}  # fmt: skip
"""Figures whose whole history counts; all others are summed over the window only."""
