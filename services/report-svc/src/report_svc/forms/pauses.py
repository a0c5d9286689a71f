"""A time in which a form is asked of nobody."""

from datetime import date

from pydantic import BaseModel


class Pause(BaseModel):
    """From its first day until the day before it is resumed; who suspended it, and why."""

    first: date
    resumes_on: date | None = None
    reason: str
    by_office: bool

    def touches(self, first: date, last: date) -> bool:
        """Whether one of these days lies in it."""
        return self.first <= last and (self.resumes_on is None or first < self.resumes_on)
