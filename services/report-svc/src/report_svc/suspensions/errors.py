"""Refusals about suspensions."""

from servicekit.errors import Invalid


class SuspensionDay(Invalid):
    """A suspension begins from today on, while the form is valid and after an earlier one has ended."""

    code = "suspension_day_invalid"
    detail = "暂停起始日须不早于今天、不早于上次恢复日，且在报表有效期内"


class ResumptionDay(Invalid):
    """A form is resumed from today on, not before its suspension began, while it is valid."""

    code = "resumption_day_invalid"
    detail = "恢复日期须不早于今天和暂停起始日，且在报表有效期内"
