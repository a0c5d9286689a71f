"""Refusals about calendars."""

from datetime import date

from servicekit.errors import Invalid

_LAW = "全国年节及纪念日放假办法(2024年修订)"


class DayOutsideYear(Invalid):
    """A day lies neither in the year of the notice nor in the last ten days before it."""

    code = "calendar_day_outside_year"
    detail = "日期须在该年度内，或在上一年 12 月 22 日以后"
    days: list[date]


class DayNamedTwice(Invalid):
    """A day is named as a day off and as a working day, or twice."""

    code = "calendar_day_twice"
    detail = "同一日期不得重复，也不得既放假又上班"
    days: list[date]


class MakeUpDayNotWeekend(Invalid):
    """Only a Saturday or Sunday is worked in exchange for a day off."""

    code = "calendar_make_up_day_not_weekend"
    detail = "调休上班日应为星期六或星期日"
    days: list[date]


class StatutoryDayWorked(Invalid):
    """A day off by law cannot be a working day."""

    code = "calendar_statutory_day_worked"
    detail = "法定节假日不得安排上班"
    law = _LAW
    days: list[date]
