"""Clients: the table, and the rules about one row."""

import sqlalchemy as sa
from contracts.titles import TitledEnum
from countykit.identity import Role
from countykit.tables import Aggregate
from servicekit.tables import document, enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from gateway.models import Base


class State(TitledEnum, name="client_state", title_zh="对接系统状态"):
    """Whether a client may get tokens."""

    ACTIVE = "active", "启用"
    DISABLED = "disabled", "停用"


_OPERATOR = frozenset({Role.OPERATOR})
WORKFLOW = Workflow({
    "deactivation": Step({State.ACTIVE}, State.DISABLED, _OPERATOR, "停用"),
    "activation": Step({State.DISABLED}, State.ACTIVE, _OPERATOR, "启用"),
    "secret": Step(set(State), None, _OPERATOR, "更换密钥"),
})  # fmt: skip


class Client(Aggregate, Base, table=True):
    """A system that signs in with a secret of full entropy, of which only the hash is kept."""

    __tablename__ = "oauth_client"

    client_id: str = Field(max_length=60, unique=True)
    name: str = Field(max_length=100)
    roles: list[str] = document()
    department: str | None = Field(default=None, max_length=60)
    state: State = enumerated(State, default=State.ACTIVE)
    secret_hash: bytes = Field(sa_type=sa.LargeBinary)

    @property
    def is_active(self) -> bool:
        """Whether it may get tokens."""
        return self.state == State.ACTIVE

    def apply(self, action: str) -> None:
        """Disable or enable; raises IllegalTransition."""
        WORKFLOW.take(self, action)
        self.version += 1
