"""Reviews by bodies (会审): each body that is asked gives its opinion by its own people within its working days.

A service declares its table as a subclass of `ReviewRow` and its steps with `workflow`. Whoever asked goes on when
every opinion of the round is given or waived, and none objects (`outstanding`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from contracts.titles import TitledEnum
from servicekit.tables import enumerated, moment
from servicekit.workflow import Fact, Step, Workflow
from sqlmodel import Field

from countykit.calendar import Dated
from countykit.identity import Caller, Role
from countykit.tables import Aggregate


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
