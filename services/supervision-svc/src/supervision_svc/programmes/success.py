"""By what a measure's success is computed: figures of events, never a number that somebody types.

Left out on purpose are figures that would pay for burden or for show: filings, trainings, meetings, papers, photos
(国办函〔2026〕12号; INS-08, INS-09).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.titles import TitledEnum

from supervision_svc.measures import MEASURES, Span, Sum

_FINE = Decimal("0.0001")


class Success(TitledEnum, name="programme_success", title_zh="任务成效指标"):
    """What is computed; shares are to be reached, counts of what went wrong are not to be passed."""

    GROUPS_CLEANED = "groups_cleaned", "工作群清理完成率"
    PLAQUES_DISPOSED = "plaques_disposed", "不规范牌子处置率"
    LEDGERS_AGREE = "ledgers_agree", "乡村两级台账一致率"
    HALL_DETAILS = "hall_details", "服务场所三个细节达标率"
    FAIR_NOTICE = "fair_notice", "填报提前安排率"
    CERTIFICATES_SOUND = "certificates_sound", "证明规范率"
    RECTIFIED_IN_TIME = "rectified_in_time", "问题按期整改率"
    IMPOSED_TASKS = "imposed_tasks", "向村级转嫁任务属实件数"
    OFFPLAN_FORMS = "offplan_forms", "目录外报表属实件数"
    OFFPLAN_VISITS = "offplan_visits", "计划外到村检查属实次数"
    FORBIDDEN_DEMANDED = "forbidden_demanded", "违规索要证明属实件数"
    FORBIDDEN_ISSUED = "forbidden_issued", "违规出具证明份数"
    PLAQUE_REBOUND = "plaque_rebound", "牌子回潮块数"
    COMPLAINTS_CONFIRMED = "complaints_confirmed", "投诉举报属实件数"

    @property
    def is_share(self) -> bool:
        """Whether it is a share that should be reached; else a count that should not be passed."""
        return self.value in MEASURES and MEASURES[self.value].completion

    def fits(self, target: Decimal) -> bool:
        """Whether a target can be one of this success."""
        if self.is_share:
            return 0 < target <= 1
        return target >= 0 and target == target.to_integral_value()

    @property
    def _sums(self) -> tuple[Sum, Sum | None]:
        measure = MEASURES.get(self.value)
        if measure is None:
            return Sum(((self.value, 1),)), None
        return measure.numerator, measure.denominator if self.is_share else None

    @property
    def figures(self) -> frozenset[tuple[str, Span]]:
        """What has to be summed, and over which days."""
        return frozenset((figure, part.span) for part in self._sums if part is not None for figure, _ in part.figures)

    def value_of(self, sums: Mapping[tuple[str, Span], int]) -> Decimal | None:
        """The share or the count; None for a share of nothing."""
        numerator, denominator = (part and _total(part, sums) for part in self._sums)
        if not self.is_share:
            return Decimal(numerator or 0)
        return (Decimal(numerator or 0) / denominator).quantize(_FINE) if denominator and denominator > 0 else None

    def reached(self, value: Decimal | None, target: Decimal) -> bool:
        """Whether a value is what the programme aims at; nothing to share is nothing reached."""
        return value is not None and (value >= target if self.is_share else value <= target)


def _total(part: Sum, sums: Mapping[tuple[str, Span], int]) -> int:
    return sum(sign * sums.get((figure, part.span), 0) for figure, sign in part.figures)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a success is computed about: a region, after the day before `since`, up to `until`."""

    success: Success
    region: str
    since: date
    until: date
