"""What people see of their own sessions."""

from datetime import datetime
from uuid import UUID

from pydantic import Field
from servicekit.bodies import View


class SessionView(View):
    """One place where the caller is signed in; never its tokens."""

    table_title = "登录会话"

    id: UUID = Field(title="编号")
    created_at: datetime = Field(title="登录时间")
    expires_at: datetime = Field(title="到期时间", description="after that the person signs in again")
