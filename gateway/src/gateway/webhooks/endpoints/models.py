"""Endpoints, their secrets and their health: the tables, and the rules about one row."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from contracts.envelope import new_id
from contracts.titles import TitledEnum
from countykit.identity import Caller, Role
from countykit.regions import significant
from countykit.tables import Aggregate
from servicekit.tables import enumerated, moment
from servicekit.workflow import Step, Workflow
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from gateway.catalogue.visibility import NOT_FOR_DEPARTMENTS, REPORTS
from gateway.event_log.matching import any_matches
from gateway.models import Base
from gateway.webhooks.endpoints.errors import SecondPersonNeeded


class State(TitledEnum, name="endpoint_state", title_zh="接收端状态"):
    """Whether events go to an endpoint."""

    PENDING_CHALLENGE = "pending_challenge", "待验证"
    ENABLED = "enabled", "启用"
    PAUSED = "paused", "暂停"
    DISABLED = "disabled", "停用"


class Ordering(TitledEnum, name="ordering", title_zh="投递顺序"):
    """`strict`: the events of one aggregate one after the other; `parallel`: as fast as it goes."""

    STRICT = "strict", "严格按序"
    PARALLEL = "parallel", "并行"


class Kind(TitledEnum, name="signing_kind", title_zh="签名方式"):
    """How an endpoint's deliveries are signed."""

    HMAC = "hmac", "共享密钥签名"
    ED25519 = "ed25519", "公钥签名"


_OWNERS = frozenset({Role.OPERATOR, Role.INTEGRATOR})


def second_person(endpoint: "Endpoint", caller: Caller) -> SecondPersonNeeded | None:
    """Whoever registered an endpoint does not open networks for it."""
    return SecondPersonNeeded() if caller.is_any_of(endpoint.created_by) else None


WORKFLOW = Workflow({
    "pause": Step({State.ENABLED}, State.PAUSED, _OWNERS, "暂停"),
    "resumption": Step({State.PAUSED}, State.ENABLED, _OWNERS, "恢复"),
    "deactivation": Step({State.ENABLED, State.PAUSED, State.PENDING_CHALLENGE}, State.DISABLED, _OWNERS, "停用"),
    "activation": Step({State.DISABLED}, State.ENABLED, _OWNERS, "启用"),
    "challenge": Step({State.PENDING_CHALLENGE}, None, _OWNERS, "重新验证"),
    "amendment": Step(frozenset(State), None, _OWNERS, "修改"),
    "secret-rotations": Step(frozenset(State), None, _OWNERS, "更换密钥"),
    "deletion": Step(frozenset(State), None, _OWNERS, "删除"),
    "networks": Step(frozenset(State), None, frozenset({Role.OPERATOR}), "放行内部网段", rules=(second_person,)),
})  # fmt: skip


class Endpoint(Aggregate, Base, table=True):
    """An address of another system. `region` is the subtree whose events it gets.

    `department` is whom its owner acts for: such an endpoint gets nothing that is about departments. `sees_reports` is
    whether its owner reads reports that nobody has judged.
    """

    __tablename__ = "webhook_endpoint"

    url: str = Field(max_length=2000)
    description: str = Field(max_length=500)
    department: str | None = Field(default=None, max_length=100)
    sees_reports: bool = False
    types: list[str] = Field(sa_type=ARRAY(sa.Text))
    ordering: Ordering = enumerated(Ordering, default=Ordering.PARALLEL)
    rate_per_second: int | None = None
    header_name: str | None = Field(default=None, max_length=100)
    header_value: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    client_certificate: str | None = Field(default=None, sa_type=sa.Text)
    client_key: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    networks: list[str] = Field(default_factory=list, sa_type=ARRAY(sa.Text))
    state: State = enumerated(State, default=State.PENDING_CHALLENGE)
    reason: str | None = Field(default=None, max_length=500)
    verified: bool = False
    stopped_position: int | None = Field(default=None, sa_type=sa.BigInteger)
    created_by: str = Field(max_length=200)

    @property
    def receives(self) -> bool:
        """Whether deliveries are made out for it now."""
        return self.state in (State.ENABLED, State.PAUSED)

    @property
    def hidden(self) -> list[str]:
        """The types of events that never go to it, whatever it asks for."""
        hidden = set() if self.department is None else set(NOT_FOR_DEPARTMENTS)
        return sorted(hidden if self.sees_reports else hidden.union(REPORTS))

    def may_get(self, type: str, region: str) -> bool:
        """Whether its owner may learn of an event of this type in this region."""
        return not any_matches(self.hidden, type) and region.startswith(significant(self.region))

    def apply(self, action: str, reason: str | None = None) -> None:
        """Take one step of the workflow; raises IllegalTransition. One that never proved itself must do so first."""
        WORKFLOW.take(self, action)
        if self.state is State.ENABLED and not self.verified:
            self.state = State.PENDING_CHALLENGE
        self.reason = reason


class Secret(Base, table=True):
    """A secret of an endpoint; after `expires_at` it signs no more."""

    __tablename__ = "webhook_secret"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    endpoint_id: UUID = Field(index=True, foreign_key="webhook_endpoint.id", ondelete="CASCADE")
    kind: Kind = enumerated(Kind)
    sealed: bytes = Field(sa_type=sa.LargeBinary)
    public_key: str | None = Field(default=None, max_length=100)
    created_at: datetime = moment()
    created_by: str = Field(max_length=200)
    expires_at: datetime | None = moment(default=None, nullable=True)


LONGEST_OVERLAP = timedelta(days=7)
WARNINGS = (50, 70, 90)


class Health(Base, table=True):
    """How an endpoint is doing; written by the workers when that changes, apart from what people change."""

    __tablename__ = "webhook_health"
    __reconciled__ = False

    endpoint_id: UUID = Field(primary_key=True, foreign_key="webhook_endpoint.id", ondelete="CASCADE")
    failing_since: datetime | None = moment(default=None, nullable=True)
    warned_percent: int = 0
    error: str | None = Field(default=None, sa_type=sa.Text)


def percent_of(failing_since: datetime, now: datetime, limit: timedelta) -> int:
    """How much of the patience with a failing endpoint is used up."""
    return int(100 * (now - failing_since) / limit)


def place_of(row: str, column: str, id: UUID) -> str:
    """Where a sealed value lives; part of its seal."""
    return f"{row}|{column}|{id}"
