"""Accounts: the table, and the rules about one row."""

from contracts.titles import TitledEnum
from countykit.identity import Caller, Role
from countykit.tables import Aggregate
from servicekit.tables import document, enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from gateway.identity import grants
from gateway.models import Base


class State(TitledEnum, name="account_state", title_zh="账号状态"):
    """Whether an account may sign in."""

    ACTIVE = "active", "启用"
    DISABLED = "disabled", "停用"


MANAGERS = frozenset({Role.OPERATOR, Role.COUNTY_OFFICE})


def _manageable(account: "Account", caller: Caller) -> bool:
    return grants.may_manage(caller, account.roles)


WORKFLOW = Workflow({
    "deactivation": Step({State.ACTIVE}, State.DISABLED, MANAGERS, "停用", party=_manageable),
    "activation": Step({State.DISABLED}, State.ACTIVE, MANAGERS, "启用", party=_manageable),
    "password": Step(set(State), None, MANAGERS, "重置密码", party=_manageable),
})  # fmt: skip


class Account(Aggregate, Base, table=True):
    """Somebody who signs in with a password. The username is the token's `sub` and never changes."""

    __tablename__ = "account"

    username: str = Field(max_length=60, unique=True)
    name: str = Field(max_length=100)
    roles: list[str] = document()
    department: str | None = Field(default=None, max_length=60)
    state: State = enumerated(State, default=State.ACTIVE)
    password_hash: str = Field(max_length=200)

    def apply(self, action: str, caller: Caller) -> None:
        """Disable or enable; raises IllegalTransition, Forbidden."""
        WORKFLOW.take(self, action, caller)
        self.version += 1

    def change_password(self, password_hash: str) -> None:
        """Keep another password."""
        self.password_hash = password_hash
        self.version += 1
