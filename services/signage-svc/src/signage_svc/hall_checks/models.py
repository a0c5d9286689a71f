"""Checks of service places: the table, and the steps."""

from datetime import date
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts.service_places import HallChecked, HallCheckObjected, HallCheckRetracted, HallCheckUpheld, HallDetail
from contracts.titles import TitledEnum
from countykit.objections import Contested, contest, counted_on, objection_review
from countykit.tables import Aggregate
from servicekit.tables import enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from signage_svc.models import Base


class State(TitledEnum, name="hall_check_state", title_zh="服务场所核查状态"):
    """Whether a check counts."""

    CONFIRMED = "confirmed", "已核查"
    OBJECTED = "objected", "申诉中"
    UPHELD = "upheld", "维持核查"
    OVERTURNED = "overturned", "撤销核查"
    WITHDRAWN = "withdrawn", "自行纠正"
    SUPERSEDED = "superseded", "已有新核查"


COUNTING = frozenset({State.CONFIRMED, State.OBJECTED, State.UPHELD})
"""The states in which a check counts: the last one of a hall."""


def _retracted(check: "HallCheck", day: date) -> HallCheckRetracted:
    return HallCheckRetracted(met=check.met, counted_on=day, superseded=check.state is State.SUPERSEDED)


WORKFLOW = Workflow({
    **contest(
        State, objected=lambda *_: HallCheckObjected(), upheld=lambda *_: HallCheckUpheld(),
        retracted=_retracted,
    ),
    # Nobody may ask for it: a newer check causes it.
    "supersession": Step(
        COUNTING, State.SUPERSEDED, fact=lambda check, _: _retracted(check, counted_on(check)),
    ),
})  # fmt: skip


class HallCheck(Contested, Aggregate, Base, table=True):
    """One look of one inspector at one hall; the township that the hall belongs to answers for it."""

    __tablename__ = "hall_check"
    department: ClassVar[None] = None
    __table_args__ = (
        sa.Index(
            "one_counting_check_per_hall", "hall_id", unique=True,
            postgresql_where=sa.text("state IN ('confirmed', 'objected', 'upheld')"),
        ),
    )  # fmt: skip

    hall_id: UUID = Field(foreign_key="hall.id")
    hall_name: str = Field(max_length=60)
    charged_home: str = Field(max_length=12)
    checked_on: date
    offices_together: bool
    convenient: bool
    honours_together: bool
    note: str | None = Field(default=None, max_length=500)
    state: State = enumerated(State, default=State.CONFIRMED)
    reported_by: str = Field(max_length=200)
    judged_by: str = Field(max_length=200)

    @property
    def missed(self) -> list[HallDetail]:
        """The details that are not as they should be."""
        return [detail for detail in HallDetail if not getattr(self, detail)]

    @property
    def met(self) -> bool:
        """Whether all three details are."""
        return not self.missed

    def recorded(self) -> HallChecked:
        """The event of a new check."""
        return HallChecked(missed=self.missed, met=self.met)


TODOS = (
    objection_review(
        "hall_check_review", "复核服务场所核查申诉", HallCheck, WORKFLOW, record="read_hall_check",
        subject="hall_name",
    ),
)  # fmt: skip
