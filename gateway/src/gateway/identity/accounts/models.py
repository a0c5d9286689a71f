"""Accounts: the table, and the rules about one row."""

from datetime import datetime, timedelta

from contracts.titles import TitledEnum
from countykit.identity import Caller, Role
from countykit.tables import Aggregate
from servicekit.tables import document, enumerated, moment
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from gateway.identity import grants
from gateway.models import Base


class State(TitledEnum, name="account_state", title_zh="账号状态"):
    """Whether an account may sign in."""

    ACTIVE = "active", "启用"
    DISABLED = "disabled", "停用"


REMEMBERED = 5
"""How many of the last passwords, the present one included, may not come back."""
MANAGERS = frozenset({Role.OPERATOR, Role.COUNTY_OFFICE})


def _manageable(account: "Account", caller: Caller) -> bool:
    return grants.may_manage(caller, account.roles)


WORKFLOW = Workflow({
    "deactivation": Step({State.ACTIVE}, State.DISABLED, MANAGERS, "停用", party=_manageable),
    "activation": Step({State.DISABLED}, State.ACTIVE, MANAGERS, "启用", party=_manageable),
    "sessions": Step(set(State), None, MANAGERS, "结束全部登录", party=_manageable),
    "password": Step(set(State), None, MANAGERS, "重置密码", party=_manageable),
    "binding": Step(set(State), None, frozenset({Role.OPERATOR}), "绑定外部身份", party=_manageable),
    "unbinding": Step(set(State), None, frozenset({Role.OPERATOR}), "解除外部身份", party=_manageable),
    "person": Step(set(State), None, MANAGERS, "登记为同一人", party=_manageable),
    "separation": Step(set(State), None, frozenset({Role.OPERATOR}), "解除同一人登记", party=_manageable),
})  # fmt: skip


class Account(Aggregate, Base, table=True):
    """Somebody who signs in with a password. The username is the token's `sub` and never changes."""

    __tablename__ = "account"

    username: str = Field(max_length=60, unique=True)
    name: str = Field(max_length=100)
    distinction: str | None = Field(default=None, max_length=12)
    roles: list[str] = document()
    department: str | None = Field(default=None, max_length=60)
    state: State = enumerated(State, default=State.ACTIVE)
    password_hash: str = Field(max_length=200)
    password_history: list[str] = document(default=[])
    must_change_password: bool = False
    password_expires_at: datetime | None = moment(default=None)
    password_changed_at: datetime = moment()

    def apply(self, action: str, caller: Caller) -> None:
        """Disable or enable; raises IllegalTransition, Forbidden."""
        WORKFLOW.take(self, action, caller)
        self.version += 1

    @property
    def last_passwords(self) -> list[str]:
        """The hashes that a new password is compared with: the present one first."""
        return [self.password_hash, *self.password_history]

    def owes_password(self, now: datetime, days: int) -> bool:
        """Whether the password has to be changed before anything else: given by another, or too old by `days`."""
        return self.must_change_password or (days > 0 and self.password_changed_at + timedelta(days=days) <= now)

    def change_password(self, password_hash: str, now: datetime, *, expires_at: datetime | None) -> None:
        """Keep another password. One that somebody else gave expires, and must be changed at the first sign-in."""
        self.password_history = self.last_passwords[: REMEMBERED - 1]
        self.password_hash, self.password_changed_at = password_hash, now
        self.password_expires_at, self.must_change_password = expires_at, expires_at is not None
        self.version += 1
