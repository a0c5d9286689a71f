"""Bodies of the account routes."""

from datetime import datetime

from countykit.directory import RegionCode
from countykit.identity import Role
from pydantic import Field
from servicekit.bodies import Body, ResourceView

from gateway.directory.names.codes import DepartmentCode
from gateway.identity.accounts.models import WORKFLOW

REGION = r"^\d{12}$"
DISTINCTION = r"^[A-Za-z0-9\u4e00-\u9fff_-]{1,12}$"
"""Short on purpose: no number of an identity card fits."""
USERNAME = r"^[a-z][a-z0-9._-]{2,59}$"


class AccountCreation(Body):
    """A new account; the password follows the policy of at least 12 characters that are hard to guess."""

    username: str = Field(pattern=USERNAME, examples=["qingshi"], description="no personal number; cannot be changed")
    name: str = Field(min_length=1, max_length=100, examples=["青石镇减负专员"])
    password: str = Field(min_length=1, max_length=128, json_schema_extra={"format": "password"})
    roles: list[Role] = Field(min_length=1, max_length=len(Role))
    region: str = Field(pattern=REGION, examples=["990101001000"], description="000000000000 is the whole country")
    department: str | None = Field(None, max_length=60, description="code of the department, with that role only")
    distinction: str | None = Field(
        None, pattern=DISTINCTION, title="区分码", description="tells people of one name apart; no personal number"
    )


class PasswordChange(Body):
    """One's own new password, with the present one."""

    password: str = Field(min_length=1, max_length=128, json_schema_extra={"format": "password"})
    current_password: str = Field(min_length=1, max_length=128, json_schema_extra={"format": "password"})


class AccountView(ResourceView):
    """An account as it is shown; never its own password."""

    table_title = "账号"
    workflow = WORKFLOW

    username: str = Field(title="用户名")
    name: str = Field(title="姓名")
    distinction: str | None = Field(title="区分码")
    roles: list[Role] = Field(title="角色")
    region: RegionCode = Field(title="行政区划")
    department: DepartmentCode | None = Field(title="机构")
    must_change_password: bool = Field(title="须修改密码")
    created_at: datetime = Field(title="开通时间")
    one_time_password: str | None = Field(None, title="一次性密码", description="only in the answer that drew it")
    awaits_confirmation: bool = Field(
        default=False, title="待第二人确认", description="whether what was asked for waits for a second administrator"
    )
