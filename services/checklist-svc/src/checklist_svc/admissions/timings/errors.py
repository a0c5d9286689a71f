"""Refusals about the minutes of an application."""

from servicekit.errors import Invalid


class EffortMissing(Invalid):
    """An application of before minutes were computed says what is to be done before it is handed in."""

    code = "effort_missing"
    detail = "请先补充工作类型、每村人数和每月次数，负担分钟由系统按实测样本计算"
