"""A row of the table of people, and what becomes of it."""

from datetime import date

from countykit.identity import Role
from pydantic import Field
from servicekit.bodies import Body, View
from servicekit.tabular import ImportReport

from gateway.identity.accounts.schemas import DISTINCTION, REGION, USERNAME


class PersonRow(Body):
    """One post of one person. A username that comes again, or is known already, gets a further post."""

    username: str = Field(pattern=USERNAME, title="用户名", examples=["zhangwei"])
    name: str = Field(min_length=1, max_length=100, title="姓名", examples=["张伟"])
    distinction: str | None = Field(None, pattern=DISTINCTION, title="区分码", examples=["A02"])
    role: Role = Field(title="角色", examples=["乡镇"])
    region: str = Field(pattern=REGION, title="行政区划代码", examples=["990101001000"])
    department: str | None = Field(None, max_length=60, title="机构代码")
    valid_from: date | None = Field(None, title="任职日期")
    reason: str = Field(min_length=2, max_length=500, title="任职依据", examples=["县委组织部2026年第12号文件"])


class OpenedAccount(View):
    """An account that the import opened, with the password that its owner changes at the first sign-in."""

    username: str = Field(title="用户名")
    name: str = Field(title="姓名")
    one_time_password: str = Field(title="一次性密码", description="shown in this answer alone")


class PeopleReport(ImportReport):
    """The outcome of an import of people."""

    opened: list[OpenedAccount] = Field([], title="新开账号")
    further_posts: int = Field(0, title="新增任职", description="posts given to people who had an account before")
