"""Bodies of the routes about posts."""

from datetime import date, datetime
from uuid import UUID

from countykit.directory import RegionCode
from countykit.identity import Role
from countykit.todo_list import KindCount
from pydantic import Field
from servicekit.bodies import Body, View

from gateway.directory.names.codes import DepartmentCode
from gateway.identity.accounts.schemas import REGION


class PostCreation(Body):
    """A post that somebody is given."""

    roles: list[Role] = Field(min_length=1, max_length=len(Role), title="角色")
    region: str = Field(pattern=REGION, title="行政区划", examples=["990101001000"])
    department: str | None = Field(None, max_length=60, title="机构", description="with that role only")
    valid_from: date | None = Field(None, title="任职日期", description="today unless given")
    valid_to: date | None = Field(None, title="免职日期", description="the first day on which it is held no more")
    reason: str = Field(min_length=2, max_length=500, title="任免依据", examples=["县委组织部2026年第12号文件"])


class PostEnding(Body):
    """The end of a post."""

    valid_to: date | None = Field(None, title="免职日期", description="today unless given; held no more from this day")
    reason: str = Field(min_length=2, max_length=500, title="任免依据", examples=["工作调动"])


class PostHandover(Body):
    """Who takes a post over."""

    successor: UUID = Field(title="接任人账号", description="id of the account")
    valid_from: date | None = Field(None, title="接任日期", description="today unless given; the old post ends then")
    reason: str = Field(min_length=2, max_length=500, title="任免依据", examples=["工作调动"])


class PostChoice(Body):
    """The post to act in from now on."""

    post: UUID = Field(title="职务", description="id of a post that the caller holds")


class OpenTodos(View):
    """What waited in a post when it was handed over."""

    kinds: list[KindCount] = Field(title="各类待办")
    missing: list[str] = Field(title="未答复的系统", description="services that did not answer then")


class PostView(View):
    """A post as it is shown, in force or past."""

    table_title = "任职"

    id: UUID = Field(title="编号")
    account_id: UUID = Field(title="账号")
    roles: list[Role] = Field(title="角色")
    region: RegionCode = Field(title="行政区划")
    department: DepartmentCode | None = Field(title="机构")
    valid_from: date = Field(title="任职日期")
    valid_to: date | None = Field(title="免职日期")
    reason: str = Field(title="任职依据")
    end_reason: str | None = Field(title="免职依据")
    given_by: str = Field(title="任职登记人")
    ended_by: str | None = Field(title="免职登记人")
    awaits_confirmation: bool = Field(title="待第二人确认")
    confirmed_by: str | None = Field(title="确认人")
    taken_over_from: UUID | None = Field(title="接任自", description="the post that it continues")
    open_todos: OpenTodos | None = Field(title="移交待办", description="what waited when it was handed over")
    created_at: datetime = Field(title="登记时间")


class AwaitingPost(PostView):
    """A post that waits for a second administrator, and whose it is to be."""

    name: str = Field(title="姓名")
    username: str = Field(title="登录名")
