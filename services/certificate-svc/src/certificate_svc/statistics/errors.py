"""Refusals about public statistics."""

from servicekit.errors import Invalid


class MonthOpen(Invalid):
    """A month is published when it is over: two looks at a running month would show what came between them."""

    code = "month_open"
    detail = "当月尚未结束，统计在次月公布"


class MonthInvalid(Invalid):
    """There is no such month."""

    code = "month_invalid"
    detail = "月份应为 2020-01 至本月，如 2026-03"
