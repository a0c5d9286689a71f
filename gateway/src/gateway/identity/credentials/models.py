"""Changes of the ways in to an account: the table."""

from datetime import datetime
from uuid import UUID

from contracts.envelope import new_id
from contracts.titles import TitledEnum
from servicekit.tables import enumerated, moment
from sqlmodel import Field

from gateway.models import Base


class CredentialKind(TitledEnum, name="credential_kind", title_zh="登录方式变更"):
    """Which way in is changed."""

    PASSWORD = "password", "重置密码"
    SECOND_FACTOR = "second_factor", "解除动态口令"
    OUTSIDE_LOGIN = "outside_login", "绑定外部身份"


class CredentialChange(Base, table=True):
    """A change that waits for a second administrator; it is removed when it takes effect, the security log tells of it.

    A new password waits as its hash: until the change takes effect the old one is good.
    """

    __tablename__ = "credential_change"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    kind: CredentialKind = enumerated(CredentialKind)
    password_hash: str | None = Field(default=None, max_length=200)
    issuer: str | None = Field(default=None, max_length=200)
    subject: str | None = Field(default=None, max_length=255)
    requested_by: str = Field(max_length=60)
    created_at: datetime = moment()
    expires_at: datetime = moment()
