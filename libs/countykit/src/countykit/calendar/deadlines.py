"""Deadlines that remember the rule that made them: a later notice can move them, and anybody can explain them."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Self

from countykit.calendar.workcalendar import WorkCalendar


@dataclass(frozen=True, slots=True)
class Deadline:
    """A last day. While it is provisional, nothing may become overdue, vetoed or late by it.

    `start` does not count itself. Exactly one of `workdays` and `days` (calendar days) is the length of the period;
    `calendar` is the version of the calendar that the day was computed with.
    """

    day: date
    provisional: bool
    start: date
    calendar: int
    workdays: int | None = None
    days: int | None = None

    @classmethod
    def of(cls, calendar: WorkCalendar, start: date, *, workdays: int | None = None, days: int | None = None) -> Self:
        """The last day of a period; one that would end on a rest day ends on the next working day (民法典 art. 203)."""
        nominal = calendar.add(start, workdays) if workdays is not None else start + timedelta(days=days or 0)
        day = calendar.on_or_after(nominal)
        depends_after = start if workdays else nominal - timedelta(days=1)
        return cls(day, calendar.unsettled(depends_after, day), start, calendar.version, workdays, days)

    def again(self, calendar: WorkCalendar) -> Self:
        """The same deadline by a newer calendar. The later of the two days holds: what was announced stays kept."""
        return type(self).of(calendar, self.start, workdays=self.workdays, days=self.days)._not_before(self.day)

    def longer(self, calendar: WorkCalendar, workdays: int) -> Self:
        """The deadline with more working days, never shorter than counting on from the day that was announced."""
        counted_on = type(self).of(calendar, self.day, workdays=workdays)
        if self.workdays is None:
            return counted_on
        whole = type(self).of(calendar, self.start, workdays=self.workdays + workdays)
        return whole._not_before(counted_on.day)

    @property
    def rule(self) -> dict[str, Any]:
        """As a JSON column keeps it beside the day: from when, how long, by which calendar."""
        length = {"workdays": self.workdays} if self.workdays is not None else {"days": self.days}
        return {"from": self.start.isoformat(), **length, "calendar": self.calendar}

    @classmethod
    def stored(cls, day: date, rule: dict[str, Any], *, provisional: bool) -> Self:
        """Read back what `rule` wrote."""
        start = date.fromisoformat(rule["from"])
        return cls(day, provisional, start, rule["calendar"], rule.get("workdays"), rule.get("days"))

    def _not_before(self, day: date) -> Self:
        return replace(self, day=max(self.day, day))
