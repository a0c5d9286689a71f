"""Refusals that every service of a county needs."""

from datetime import date

from servicekit.errors import Invalid


class DateInFuture(Invalid):
    """What is reported or recorded cannot have happened in the future."""

    code = "date_in_future"
    detail = "日期不能晚于今天"


def require_past(day: date | None, today: date, detail: str | None = None) -> None:
    """Refuse a day after `today`, the calendar day in China; an absent day passes. `detail` names it in Chinese."""
    if day is not None and day > today:
        raise DateInFuture(detail)
