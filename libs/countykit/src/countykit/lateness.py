"""Last days that pass: a row that is awaited falls late by itself, and follows the calendar until then.

What falls late either takes another state by its step `lateness`, or keeps its state, as it is still awaited: then a
column says so, and who else may act from now on.
"""

from collections.abc import Collection
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
from countykit.workdays import end_of_day, today

_AT_ONCE = 200


class LastDays:
    """The last days of one kind of `Dated` rows, whose step `lateness` is taken when the day has passed.

    `LAST_DAYS = LastDays(Review, WORKFLOW, "review-lateness", awaited={ReviewState.AWAITED})`; `job` goes on the
    due-list, `follow_the_calendar` is a tick's work. `noted` is the column of a row that keeps its state: a flag, or
    the day on which it fell late. `day` is the column of the last day, where a row has several.
    """

    def __init__(
        self, model: type[Any], steps: Workflow[Any], name: str, *, awaited: Collection[StrEnum],
        noted: str | None = None, day: str | None = None,
    ) -> None:  # fmt: skip
        self._model, self._steps, self._awaited, self._noted = model, steps, frozenset(awaited), noted
        self._day: str = day or model.day_column
        self._flag = noted is not None and isinstance(getattr(model, noted).type, sa.Boolean)
        self._waiting: sa.ColumnElement[bool] = col(model.state).in_(self._awaited)
        if noted is not None:
            column = col(getattr(model, noted))
            self._waiting &= column.is_(False) if self._flag else column.is_(None)
        self.job = Job(name, self._fall_late, last_days(model, self._day, self._waiting, model.provisional.is_(False)))

    def late_at(self, row: Any) -> datetime | None:
        """When a row falls late by itself, once; never by a provisional day."""
        day = getattr(row, self._day)
        over = row.state not in self._awaited or (self._noted is not None and bool(getattr(row, self._noted)))
        return None if over or row.provisional or day is None else end_of_day(day)

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
        if self._noted is not None:
            setattr(row, self._noted, True if self._flag else today(tx.now))
        tx.record(taken.event(row), about=row, department=row.department)

    async def follow_the_calendar(self, tx: Transaction) -> None:
        """Compute the days of awaited rows again after a holiday notice; the later day holds."""
        calendars = await calendars_now(tx)
        model = self._model
        older = sa.select(model).where(self._waiting, counted_before(model, calendars.version))
        locking = older.order_by(col(model.id)).limit(_AT_ONCE).with_for_update()
        for row in (await tx.session.execute(locking)).scalars():
            if row.due is not None:
                before = row.due
                row.set_deadline(before.again(calendars.of(row.region)))
                row.version += row.due.day != before.day or row.provisional != before.provisional
                self.schedule(tx, row)
