"""Working days (工作日): what the law says, what the yearly notices say, and the deadlines made of both."""

from countykit.calendar.deadlines import Deadline
from countykit.calendar.following import Calendars, calendar_of, calendars_now, follow
from countykit.calendar.rows import PROVISIONAL, Dated, counted_before
from countykit.calendar.workcalendar import SHIPPED, WorkCalendar

__all__ = [
    "PROVISIONAL", "SHIPPED", "Calendars", "Dated", "Deadline", "WorkCalendar", "calendar_of", "calendars_now",
    "counted_before", "follow",
]  # fmt: skip
