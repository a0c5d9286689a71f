"""Reviews by bodies (会审): each body that is asked gives its opinion by its own people within its working days.

A service declares its table as a subclass of `ReviewRow` and its steps with `workflow`. Whoever asked goes on when
every opinion of the round is given or waived, and none objects (`outstanding`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

import sqlalchemy as sa
from contracts.titles import TitledEnum
from servicekit.due import Job
from servicekit.errors import NotFound
from servicekit.tables import enumerated, moment
from servicekit.transaction import Transaction
from servicekit.workflow import Fact, Step, Workflow
from sqlmodel import Field, col

from countykit.calendar import Dated, calendars_now, counted_before
from countykit.due import last_days
from countykit.identity import EVERYTHING, Caller, Role
from countykit.tables import Aggregate
from countykit.workdays import end_of_day


class ReviewState(TitledEnum, name="review_state", title_zh="审核意见状态"):
    """How far one body's opinion has come."""

    AWAITED = "awaited", "待审核"
    OVERDUE = "overdue", "逾期未审核"
    GIVEN = "given", "已审核"
    WAIVED = "waived", "免予等待"
    CLOSED = "closed", "已终止"


class Verdict(TitledEnum, name="review_verdict", title_zh="会审意见"):
    """What a reviewing body says."""

    AGREE = "agree", "同意"
    OBJECT = "object", "不同意"


OPEN = frozenset({ReviewState.AWAITED, ReviewState.OVERDUE})
"""The states in which an opinion is still to come."""


class ReviewRow(Dated, Aggregate):
    """What one body says about one round of a matter. `department` is the body's own code."""

    day_column: ClassVar[str] = "opine_by"
    reason_columns: ClassVar[tuple[str, ...]] = ("opinion",)

    round: int
    title: str = Field(max_length=200)
    body: str = Field(max_length=60)
    department: str = Field(max_length=60, index=True)
    state: ReviewState = enumerated(ReviewState, default=ReviewState.AWAITED)
    opine_by: date | None = None
    verdict: Verdict | None = enumerated(Verdict, default=None, nullable=True)
    opinion: str | None = Field(default=None, max_length=500)
    reviewer: str | None = Field(default=None, max_length=200)
    reviewed_at: datetime | None = moment(default=None, nullable=True)

    @property
    def late_at(self) -> datetime | None:
        """When the opinion falls overdue by itself; never by a provisional day."""
        awaited = self.state == ReviewState.AWAITED and self.opine_by is not None and not self.provisional
        return end_of_day(self.opine_by) if awaited and self.opine_by else None


def _own(review: Any, caller: Caller) -> bool:
    return caller.acts_for(review.department)


def workflow(*, waived: Fact, overdue: Fact) -> Workflow[ReviewState]:
    """The steps of an opinion; the fact of giving it is told of the matter."""
    return Workflow({
        "opinion": Step(OPEN, ReviewState.GIVEN, frozenset({Role.DEPARTMENT}), "提出审核意见", party=_own),
        "waiver": Step(
            {ReviewState.OVERDUE}, ReviewState.WAIVED, frozenset({Role.APPROVER}), "免予等待该意见", fact=waived
        ),
        # What the system does by itself; nobody may ask for it.
        "lateness": Step({ReviewState.AWAITED}, ReviewState.OVERDUE, fact=overdue),
        "closing": Step(OPEN, ReviewState.CLOSED),
    })  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outstanding:
    """The bodies for which a decision has to wait, and those that object."""

    missing: list[str]
    objecting: list[str]

    def __bool__(self) -> bool:
        return bool(self.missing or self.objecting)


def outstanding(reviews: Sequence[ReviewRow], *, agreed: bool) -> Outstanding:
    """What stands against a decision on a round; who objects stands against an agreement only."""
    return Outstanding(
        [review.body for review in reviews if review.state in OPEN],
        [review.body for review in reviews if agreed and review.verdict == Verdict.OBJECT],
    )


R = TypeVar("R", bound=ReviewRow)
_AT_ONCE = 200


class LastDays(Generic[R]):
    """The last days of a service's opinions: each falls late by itself, and follows the calendar while it is awaited.

    `LAST_DAYS = LastDays(Review, WORKFLOW, "review-lateness")`; `job` goes on the due-list, `follow_the_calendar` is a
    tick's work.
    """

    def __init__(self, model: type[R], steps: Workflow[ReviewState], name: str) -> None:
        self._model, self._steps = model, steps
        awaited = col(model.state) == ReviewState.AWAITED
        self.job = Job(name, self._fall_late, last_days(model, "opine_by", awaited, col(model.provisional).is_(False)))

    def schedule(self, tx: Transaction, review: R) -> None:
        """Put an opinion on the due-list, or off it when it is no longer awaited."""
        tx.schedule(self.job.name, review.id, review.late_at)

    async def _fall_late(self, tx: Transaction, key: str) -> None:
        """The last day of an opinion has passed: the approver is told by a to-do."""
        try:
            review = await tx.locked(self._model, UUID(key), EVERYTHING)
        except NotFound:
            return
        if review.late_at is None or review.late_at > tx.now:
            self.schedule(tx, review)
            return
        taken = self._steps.take(review, "lateness")
        tx.record(taken.event(review), about=review, department=review.department)

    async def follow_the_calendar(self, tx: Transaction) -> None:
        """Compute the last days of awaited opinions again after a holiday notice; the later day holds."""
        calendars = await calendars_now(tx)
        model = self._model
        older = sa.select(model).where(
            col(model.state) == ReviewState.AWAITED, counted_before(model, calendars.version)
        )  # fmt: skip
        locking = older.order_by(col(model.id)).limit(_AT_ONCE).with_for_update()
        for review in (await tx.session.execute(locking)).scalars():
            if review.due is not None:
                before = review.due
                review.set_deadline(before.again(calendars.of(review.region)))
                review.version += review.opine_by != before.day or review.provisional != before.provisional
                self.schedule(tx, review)
