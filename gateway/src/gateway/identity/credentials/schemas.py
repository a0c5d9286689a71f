"""Bodies of the routes about changed ways in."""

from datetime import datetime
from uuid import UUID

from pydantic import Field
from servicekit.bodies import Body, View

from gateway.identity.credentials.models import CredentialKind


class PasswordReset(Body):
    """A new password for an account; without one the gateway draws it."""

    password: str | None = Field(None, min_length=1, max_length=128, json_schema_extra={"format": "password"})


class OutsideSubject(Body):
    """Who somebody is at the outside provider."""

    subject: str = Field(
        min_length=1, max_length=255, title="外部身份标识",
        description="`sub` of the provider, which the page shows to its owner; never a name or an address",
    )  # fmt: skip


class AwaitingChange(View):
    """A change of a way in that waits for a second administrator; never the password."""

    table_title = "待确认登录方式变更"

    id: UUID = Field(title="编号")
    account_id: UUID = Field(title="账号编号")
    kind: CredentialKind = Field(title="变更")
    subject: str | None = Field(title="外部身份标识")
    requested_by: str = Field(title="申请人")
    created_at: datetime = Field(title="申请时间")
    expires_at: datetime = Field(title="失效时间", description="unless it is confirmed before")


class CredentialChangeView(AwaitingChange):
    """A change that waits, and whose account it is."""

    username: str = Field(title="用户名")
    name: str = Field(title="姓名")
