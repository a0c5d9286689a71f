"""Bodies of the routes of work groups."""

from datetime import date, datetime
from uuid import UUID

from countykit.directory import DepartmentCode, RegionCode
from pydantic import Field
from servicekit.bodies import Body, ResourceView, View
from servicekit.dates import Day

from supervision_svc.work_groups.models import WORKFLOW, Duty


class GroupMember(Body):
    """Somebody of a group, by name and post; no account is needed."""

    name: str = Field(min_length=2, max_length=30, title="姓名")
    post: str = Field(min_length=2, max_length=60, title="职务", examples=["乡镇党委书记"])
    duty: Duty = Field(title="专班职责")
    department: str | None = Field(None, min_length=1, max_length=60, title="所在单位", description="code of the body")
    region: str | None = Field(
        None, pattern=r"^\d{12}$", title="所在乡镇或村", description="of people of a township or village"
    )


class GroupToForm(Body):
    """A work group for a time."""

    title: str = Field(min_length=4, max_length=100, title="专班名称")
    purpose: str = Field(min_length=4, max_length=1000, title="工作任务")
    basis: str = Field(min_length=4, max_length=200, title="组建依据")
    programme_id: UUID | None = Field(None, title="实施方案")
    members: list[GroupMember] = Field(min_length=2, max_length=60, title="成员")
    until: Day = Field(title="到期日", description="a year at most; then it ends by itself")


class GroupMembership(Body):
    """The members from now on, and the day until which the group works."""

    members: list[GroupMember] = Field(min_length=2, max_length=60, title="成员")
    until: Day = Field(title="到期日")
    note: str = Field(min_length=2, max_length=500, title="调整原因")


class GroupDissolution(Body):
    """Why a group ends before its day."""

    note: str = Field(min_length=2, max_length=500, title="撤销原因")


class GroupMemberView(View):
    """Somebody of a group as they are shown."""

    name: str = Field(title="姓名")
    post: str = Field(title="职务")
    duty: Duty = Field(title="专班职责")
    department: DepartmentCode | None = Field(None, title="所在单位")
    region: RegionCode | None = Field(None, title="所在乡镇或村")


class WorkGroupView(ResourceView):
    """A group as it is shown."""

    table_title = "工作专班"
    workflow = WORKFLOW

    region: RegionCode = Field(title="组建地区")
    title: str = Field(title="专班名称")
    purpose: str = Field(title="工作任务")
    basis: str = Field(title="组建依据")
    programme_id: UUID | None = Field(title="实施方案")
    members: list[GroupMemberView] = Field(title="成员")
    formed_on: date = Field(title="组建日期")
    until: date = Field(title="到期日")
    note: str | None = Field(title="说明")
    created_at: datetime = Field(title="登记时间")
