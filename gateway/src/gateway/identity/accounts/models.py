"""Accounts: the table, and the rules about one row."""

from enum import StrEnum

import sqlalchemy as sa
from countykit.tables import Aggregate
from servicekit.tables import document
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from gateway.models import Base


class State(StrEnum):
    """Whether an account may sign in."""

    ACTIVE = "active"
    DISABLED = "disabled"


WORKFLOW = Workflow({
    "disable": Step({State.ACTIVE}, State.DISABLED),
    "enable": Step({State.DISABLED}, State.ACTIVE),
})  # fmt: skip


class Account(Aggregate, Base, table=True):
    """Somebody who signs in with a password. The username is the token's `sub` and never changes."""

    __tablename__ = "account"

    username: str = Field(max_length=60, unique=True)
    name: str = Field(max_length=100)
    roles: list[str] = document()
    department: str | None = Field(default=None, max_length=60)
    state: State = Field(default=State.ACTIVE, sa_type=sa.Text)
    password_hash: str = Field(max_length=200)

    def apply(self, action: str) -> None:
        """Disable or enable; raises IllegalTransition."""
        self.state = WORKFLOW.after(State(self.state), action)
        self.version += 1

    def change_password(self, password_hash: str) -> None:
        """Keep another password."""
        self.password_hash = password_hash
        self.version += 1
