"""Timings: the table, its states and the one step."""

from datetime import date
from typing import ClassVar

import sqlalchemy as sa
from contracts.timings import WorkTimingWithdrawn
from contracts.titles import TitledEnum
from countykit.identity import Caller, Role
from countykit.tables import Aggregate
from servicekit.tables import enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from checklist_svc.admissions.works import Work
from checklist_svc.models import Base

TIMERS = frozenset({Role.VILLAGE, Role.INSPECTOR})
"""Villages time themselves where they like to, inspectors what they see at a visit; never who asks for the work."""


class State(TitledEnum, name="work_timing_state", title_zh="工时样本状态"):
    """Whether a timing counts."""

    RECORDED = "recorded", "有效"
    WITHDRAWN = "withdrawn", "已撤回"


def _own(timing: "WorkTiming", caller: Caller) -> bool:
    return caller.is_any_of(timing.recorded_by)


WORKFLOW = Workflow({
    "withdrawal": Step(
        {State.RECORDED}, State.WITHDRAWN, TIMERS, "撤回样本", party=_own,
        fact=lambda row, _: WorkTimingWithdrawn(work=row.work.value, minutes=row.minutes),
    ),
})  # fmt: skip


class WorkTiming(Aggregate, Base, table=True):
    """How long one person took for one time of a work in a village, which is `region`."""

    __tablename__ = "work_timing"
    __table_args__ = (sa.Index("work_timing_by_day", "done_on", postgresql_where=sa.text("state = 'recorded'")),)
    reason_columns: ClassVar[tuple[str, ...]] = ("reason",)

    work: Work = enumerated(Work)
    minutes: int
    done_on: date
    observed: bool
    recorded_by: str = Field(max_length=200)
    state: State = enumerated(State, default=State.RECORDED)
    reason: str | None = Field(default=None, max_length=500)
