"""Clients: the table, and the rules about one row."""

from enum import StrEnum

import sqlalchemy as sa
from countykit.tables import Aggregate
from servicekit.tables import document
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from gateway.models import Base


class State(StrEnum):
    """Whether a client may get tokens."""

    ACTIVE = "active"
    DISABLED = "disabled"


WORKFLOW = Workflow({
    "disable": Step({State.ACTIVE}, State.DISABLED),
    "enable": Step({State.DISABLED}, State.ACTIVE),
})  # fmt: skip


class Client(Aggregate, Base, table=True):
    """A system that signs in with a secret of full entropy, of which only the hash is kept."""

    __tablename__ = "oauth_client"

    client_id: str = Field(max_length=60, unique=True)
    name: str = Field(max_length=100)
    roles: list[str] = document()
    department: str | None = Field(default=None, max_length=60)
    state: State = Field(default=State.ACTIVE, sa_type=sa.Text)
    secret_hash: bytes = Field(sa_type=sa.LargeBinary)

    @property
    def is_active(self) -> bool:
        """Whether it may get tokens."""
        return self.state == State.ACTIVE

    def apply(self, action: str) -> None:
        """Disable or enable; raises IllegalTransition."""
        self.state = WORKFLOW.after(State(self.state), action)
        self.version += 1
