"""Days in China: which one it is, and when one ends. `countykit.calendar` counts working days."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def today(now: datetime) -> date:
    """The calendar day in China at an instant."""
    return now.astimezone(CHINA).date()


def end_of_day(day: date) -> datetime:
    """The instant at which a deadline of that day has passed."""
    return datetime.combine(day + timedelta(days=1), time(), CHINA).astimezone(UTC)
