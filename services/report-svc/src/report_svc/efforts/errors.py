"""Refusals about efforts."""

from servicekit.errors import Invalid


class DaysReversed(Invalid):
    """The last day lies before the first one."""

    code = "effort_days_reversed"
    detail = "起止日期颠倒，结束日期不得早于开始日期"
