"""Work groups: the table, and the rules about one row.

active ──► dissolved | expired
"""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from contracts.envelope import Event
from contracts.titles import TitledEnum
from contracts.work_groups import WorkGroupChanged, WorkGroupEnded
from countykit.identity import Caller, Role
from countykit.regions import TOWNSHIP_DIGITS, significant
from countykit.tables import Aggregate
from servicekit.tables import document, enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from supervision_svc.models import Base


class GroupState(TitledEnum, name="work_group_state", title_zh="专班状态"):
    """Whether a group works."""

    ACTIVE = "active", "运行中"
    DISSOLVED = "dissolved", "已撤销"
    EXPIRED = "expired", "到期撤销"


class Duty(TitledEnum, name="work_group_duty", title_zh="专班职责"):
    """The chain of responsibility."""

    HEAD = "head", "组长（负总责）"
    DEPUTY = "deputy", "副组长（具体抓）"
    EXECUTIVE = "executive", "抓落实"
    MEMBER = "member", "成员"


_OWNERS = frozenset({Role.COUNTY_OFFICE, Role.TOWNSHIP})
WRITERS = _OWNERS | {Role.DEPARTMENT}
"""Who may write minutes."""


def of_its_township(region: str, caller: Caller) -> bool:
    """Whether the caller acts for the township of a region."""
    return Role.TOWNSHIP in caller.roles and len(caller.region) >= TOWNSHIP_DIGITS and region.startswith(caller.region)


def owns(row: Any, caller: Caller) -> bool:
    """A county's group is the office's, a township's the township's own; its meetings likewise."""
    office = Role.COUNTY_OFFICE in caller.roles and not caller.is_of_a_township
    return of_its_township(row.region, caller) or (office and len(significant(row.region)) < TOWNSHIP_DIGITS)


def writes_for(row: Any, caller: Caller) -> bool:
    """Minutes are also written by a body that has a member in the group."""
    return owns(row, caller) or (caller.department is not None and caller.department in row.bodies)


def _changed(row: "WorkGroup", _: GroupState) -> Event:
    return WorkGroupChanged(until=row.until, members=len(row.members))


def _ended(row: "WorkGroup", _: GroupState) -> Event:
    return WorkGroupEnded(until=row.until, members=len(row.members), expired=row.state is GroupState.EXPIRED)


WORKFLOW = Workflow({
    "meetings": Step({GroupState.ACTIVE}, None, WRITERS, "登记专题会议", party=writes_for),
    "membership": Step({GroupState.ACTIVE}, None, _OWNERS, "调整成员或期限", party=owns, fact=_changed),
    "dissolution": Step({GroupState.ACTIVE}, GroupState.DISSOLVED, _OWNERS, "撤销专班", party=owns, fact=_ended),
    "expiry": Step({GroupState.ACTIVE}, GroupState.EXPIRED, fact=_ended),
})  # fmt: skip


class WorkGroup(Aggregate, Base, table=True):
    """One group. `region` is the county or township that formed it."""

    __tablename__ = "work_group"
    reason_columns: ClassVar[tuple[str, ...]] = ("note",)

    title: str = Field(max_length=100)
    purpose: str = Field(max_length=1000)
    basis: str = Field(max_length=200)
    programme_id: UUID | None = Field(default=None, foreign_key="programme.id")
    members: list[dict[str, Any]] = document()
    bodies: list[str] = document()
    """The codes of the departments that its members come from."""
    formed_on: date
    until: date
    state: GroupState = enumerated(GroupState, default=GroupState.ACTIVE)
    note: str | None = Field(default=None, max_length=500)
    formed_by: str = Field(max_length=200)

    @property
    def names(self) -> set[str]:
        """Who sits in it."""
        return {member["name"] for member in self.members}
