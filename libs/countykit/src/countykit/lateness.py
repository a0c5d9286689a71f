"""Last days that pass: a row that is awaited falls late by itself, and follows the calendar until then."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from servicekit.due import Job
from servicekit.errors import NotFound
from servicekit.transaction import Transaction
from servicekit.workflow import Workflow
from sqlmodel import col

from countykit.calendar import calendars_now, counted_before
from countykit.due import last_days
from countykit.identity import EVERYTHING
from countykit.workdays import end_of_day

_AT_ONCE = 200


class LastDays:
    """The last days of one kind of `Dated` rows, whose step `lateness` is taken when the day has passed.

    `LAST_DAYS = LastDays(Review, WORKFLOW, "review-lateness", awaited=ReviewState.AWAITED)`; `job` goes on the
    due-list, `follow_the_calendar` is a tick's work.
    """

    def __init__(self, model: type[Any], steps: Workflow[Any], name: str, *, awaited: StrEnum) -> None:
        self._model, self._steps, self._awaited = model, steps, awaited
        waiting = col(model.state) == awaited
        self.job = Job(name, self._fall_late, last_days(model, model.day_column, waiting, model.provisional.is_(False)))

    def late_at(self, row: Any) -> datetime | None:
        """When a row falls late by itself; never by a provisional day."""
        day = getattr(row, self._model.day_column)
        return None if row.state != self._awaited or row.provisional or day is None else end_of_day(day)

    def schedule(self, tx: Transaction, row: Any) -> None:
        """Put a row on the due-list, or off it when it is no longer awaited."""
        tx.schedule(self.job.name, row.id, self.late_at(row))

    async def _fall_late(self, tx: Transaction, key: str) -> None:
        """The last day has passed: whose turn it is now is told by a to-do."""
        try:
            row = await tx.locked(self._model, UUID(key), EVERYTHING)
        except NotFound:
            return
        late_at = self.late_at(row)
        if late_at is None or late_at > tx.now:
            self.schedule(tx, row)
            return
        taken = self._steps.take(row, "lateness")
        tx.record(taken.event(row), about=row, department=row.department)

    async def follow_the_calendar(self, tx: Transaction) -> None:
        """Compute the days of awaited rows again after a holiday notice; the later day holds."""
        calendars = await calendars_now(tx)
        model = self._model
        older = sa.select(model).where(
            col(model.state) == self._awaited, counted_before(model, calendars.version)
        )  # fmt: skip
        locking = older.order_by(col(model.id)).limit(_AT_ONCE).with_for_update()
        for row in (await tx.session.execute(locking)).scalars():
            if row.due is not None:
                before = row.due
                row.set_deadline(before.again(calendars.of(row.region)))
                row.version += row.due.day != before.day or row.provisional != before.provisional
                self.schedule(tx, row)
