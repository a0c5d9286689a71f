"""Calendar subscriptions: the table, and the rules about one row.

active ──► ended
"""

from typing import ClassVar

from contracts.calendar_subscriptions import CalendarSubscriptionEnded
from contracts.titles import TitledEnum
from countykit.identity import Caller, Role
from countykit.regions import significant
from countykit.tables import Aggregate
from servicekit.tables import enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from supervision_svc.models import Base


class State(TitledEnum, name="calendar_subscription_state", title_zh="日历订阅状态"):
    """Whether the address shows anything."""

    ACTIVE = "active", "使用中"
    ENDED = "ended", "已停用"


SUBSCRIBERS = (
    Role.DEPARTMENT, Role.TOWNSHIP, Role.VILLAGE, Role.COUNTY_OFFICE, Role.APPROVER, Role.INSPECTOR,
)  # fmt: skip
"""Who has a plan to follow; of several roles of one post the narrowest is followed."""


def ends(row: "CalendarSubscription", caller: Caller) -> bool:
    """Whoever has the address ends it, and so does the office of their county."""
    office = Role.COUNTY_OFFICE in caller.roles and not caller.is_of_a_township and caller.area.covers(row.region)
    return office or caller.is_any_of(row.owner)


WORKFLOW = Workflow({
    "ending": Step(
        {State.ACTIVE}, State.ENDED, frozenset(SUBSCRIBERS), "停用订阅", party=ends,
        fact=lambda *_: CalendarSubscriptionEnded(),
    ),
})  # fmt: skip


class CalendarSubscription(Aggregate, Base, table=True):
    """One address. `region`, `department` and `role` are the post whose plan it shows."""

    __tablename__ = "calendar_subscription"
    reason_columns: ClassVar[tuple[str, ...]] = ("note",)

    title: str = Field(max_length=60)
    role: Role = enumerated(Role)
    department: str | None = Field(default=None, max_length=60)
    state: State = enumerated(State, default=State.ACTIVE)
    note: str | None = Field(default=None, max_length=500)
    owner: str = Field(max_length=200, index=True)

    @property
    def reader(self) -> Caller:
        """Whose eyes the calendar program has: those of the post, never of a person."""
        return Caller(
            sub=f"calendar:{self.id}", name=self.title, roles=frozenset({self.role}), region=significant(self.region),
            department=self.department,
        )  # fmt: skip
