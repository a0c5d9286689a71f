"""What an application may be, what is decided on it, and how often its task comes."""

from contracts.titles import TitledEnum


class State(TitledEnum, name="admission_state", title_zh="准入状态"):
    """How far an application has come."""

    DRAFT = "draft", "草稿"
    STARTED = "started", "应急先行"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "已退回"
    GRANTED = "granted", "准予"
    REJECTED = "rejected", "不予准入"
    WITHDRAWN = "withdrawn", "已撤回"
    EXPIRED = "expired", "已到期"
    LAPSED = "lapsed", "应急失效"


class Outcome(TitledEnum, name="admission_outcome", title_zh="准入决定"):
    """What the county office decides."""

    GRANT = "grant", "准予"
    REJECT = "reject", "不予准入"
    RETURN = "return", "退回"


class Excess(TitledEnum, name="excess_outcome", title_zh="超预算决定"):
    """What the approver decides on a task that its body's budget does not hold."""

    ALLOW = "allow", "允许超出"
    REFUSE = "refuse", "不允许超出"


class Frequency(TitledEnum, name="admission_frequency", title_zh="事项频次"):
    """How often the task comes."""

    ONCE = "once", "一次性"
    WEEKLY = "weekly", "每周"
    TEN_DAYS = "ten_days", "每旬"
    MONTHLY = "monthly", "每月"
    QUARTERLY = "quarterly", "每季度"
    HALF_YEAR = "half_year", "每半年"
    YEARLY = "yearly", "每年"
    ON_EVENT = "on_event", "随事件"

    @property
    def times_a_year(self) -> int:
        """How often it comes in a year, where the calendar says so; what comes once or with events has no number."""
        return _TIMES[self]

    def within(self, admitted: "Frequency") -> bool:
        """Whether the task comes no more often than was admitted; what follows events compares with nothing else."""
        if Frequency.ON_EVENT in (self, admitted):
            return self is admitted or self is Frequency.ONCE
        return _TIMES[self] <= _TIMES[admitted]


_TIMES = {
    Frequency.ONCE: 0, Frequency.YEARLY: 1, Frequency.HALF_YEAR: 2, Frequency.QUARTERLY: 4, Frequency.MONTHLY: 12,
    Frequency.TEN_DAYS: 36, Frequency.WEEKLY: 52,
}  # fmt: skip
"""How often in a year."""


UNDECIDED_NUMBER = frozenset({State.STARTED, State.SUBMITTED, State.RETURNED})
"""The states in which a number that an emergency began with waits for its papers or for the decision."""
