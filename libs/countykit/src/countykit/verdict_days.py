"""Verdicts come in time: the county office has ten working days for a report, then the approver may judge it as well.

What nobody has judged counts for nobody, so a report that is left lying would help whom it is about. Its last day
follows the calendar; once that has passed the report is told of as overdue, to those who judge alone, and waits for
the approver too. Rows have the columns of `Awaited`, their table the step `lateness`.
"""

from datetime import date
from typing import Any, ClassVar

import sqlalchemy as sa
from pydantic import Field as BodyField
from servicekit.bodies import View
from servicekit.transaction import Transaction
from sqlmodel import col

from countykit.calendar import PROVISIONAL, Dated, Deadline, calendar_of
from countykit.identity import Caller, Role
from countykit.joining import judging
from countykit.lateness import LastDays
from countykit.workdays import today

WORKDAYS = 10
"""Working days from a report to its verdict."""
JUDGING = frozenset({Role.COUNTY_OFFICE, Role.APPROVER})
APPROVER = frozenset({Role.APPROVER})


class Awaited(Dated):
    """The columns of a report whose verdict is awaited."""

    day_column: ClassVar[str] = "judge_by"

    judge_by: date | None = None
    """The last day for its verdict; none of what was reported before verdicts had one."""
    overdue_on: date | None = None
    """The day on which its verdict fell overdue."""


class AwaitedView(View):
    """When a verdict is due, for those who judge: the accused body would read from it when somebody reported."""

    judge_by: date | None = BodyField(title="认定期限", description="for those who judge, as what follows")
    provisional: bool | None = BodyField(title="期限暂定", description=PROVISIONAL)
    overdue_on: date | None = BodyField(title="逾期未认定")

    def dated_for_judges(self, caller: Caller) -> None:
        """Nobody else reads the days."""
        if not judging(caller):
            self.judge_by = self.provisional = self.overdue_on = None


def in_turn(row: Any, caller: Caller) -> bool:
    """The office judges and answers; once that is overdue, the approver may too."""
    return Role.COUNTY_OFFICE in caller.roles or row.overdue_on is not None


def overdue(model: Any) -> sa.ColumnElement[bool]:
    """What the approver may judge, as a condition on the rows of a to-do."""
    return col(model.overdue_on).is_not(None)


async def await_verdict(tx: Transaction, last_days: LastDays, row: Any) -> None:
    """The days for the verdict on a new report begin."""
    calendar = await calendar_of(tx, row.region)
    row.set_deadline(Deadline.of(calendar, today(tx.now), workdays=WORKDAYS))
    last_days.schedule(tx, row)
