"""Bodies of the routes of visit teams."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from countykit.directory import DepartmentCode, RegionCode
from pydantic import Field
from servicekit.bodies import Body, ResourceView, View
from servicekit.dates import Day

from supervision_svc.visit_teams.models import WORKFLOW

_Village = Annotated[str, Field(pattern=r"^\d{9}(00[1-9]|0[1-9]\d|[1-9]\d\d)$")]


class TeamMember(Body):
    """Somebody who goes: of a body of the county, or of the city by invitation."""

    name: str = Field(min_length=2, max_length=30, title="姓名")
    department: str = Field(min_length=1, max_length=60, title="所在单位", description="code of the body")
    post: str | None = Field(None, min_length=2, max_length=60, title="职务")
    leader: bool = Field(default=False, title="组长")
    account: str | None = Field(
        None, min_length=1, max_length=200, title="登记账号",
        description="login by which they record on these visits, and on no other of another body",
    )  # fmt: skip


class TeamMembership(Body):
    """Who goes where, from now on."""

    members: list[TeamMember] = Field(min_length=2, max_length=20, title="成员")
    route: list[_Village] = Field(min_length=1, max_length=30, title="行程", description="villages in their order")
    starts_on: Day = Field(title="开始日期")
    ends_on: Day = Field(title="结束日期")
    note: str | None = Field(None, min_length=2, max_length=500, title="说明")


class TeamToForm(TeamMembership):
    """A team for visits by one plan entry, or by one revealed draw."""

    number: str | None = Field(None, min_length=2, max_length=30, title="计划编号", description="a plan entry in force")
    draw_id: UUID | None = Field(None, title="抽取编号", description="or a revealed draw; the route are its villages")
    work_group_id: UUID | None = Field(
        None, title="工作专班", description="in whose name it goes: all members are of this work group, which signs"
    )


class TeamDissolution(Body):
    """Why it goes no more."""

    note: str = Field(min_length=2, max_length=500, title="撤销原因")


class TeamVisit(Body):
    """A village of the route that the team has visited."""

    region: _Village = Field(title="村（社区）", examples=["990101001201"])
    visited_on: Day = Field(title="到村日期")
    present: list[Annotated[str, Field(min_length=2, max_length=30)]] = Field(
        min_length=1, max_length=20, title="到场人员", description="names of those members who were there"
    )


class TeamMemberView(View):
    """Somebody who goes, as they are shown."""

    name: str = Field(title="姓名")
    department: DepartmentCode = Field(title="所在单位")
    post: str | None = Field(None, title="职务")
    leader: bool = Field(default=False, title="组长")
    account: str | None = Field(None, title="登记账号")


class VisitTeamView(ResourceView):
    """A team as those who formed it, and its own people, see it."""

    table_title = "到村检查组"
    workflow = WORKFLOW

    region: RegionCode = Field(title="县（市、区）")
    number: str | None = Field(title="计划编号")
    department: DepartmentCode | None = Field(title="计划单位")
    draw_id: UUID | None = Field(title="抽取编号")
    work_group_id: UUID | None = Field(title="工作专班")
    unannounced: bool = Field(title="四不两直")
    starts_on: date = Field(title="开始日期")
    ends_on: date = Field(title="结束日期")
    route: list[RegionCode] = Field(title="行程")
    members: list[TeamMemberView] = Field(title="成员")
    note: str | None = Field(title="说明")
    created_at: datetime = Field(title="组建时间")
