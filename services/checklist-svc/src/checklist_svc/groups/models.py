"""Chat groups (工作群) and apps that face villages: the table, and the rules about one row."""

from enum import StrEnum

import sqlalchemy as sa
from servicekit.identity import Role
from servicekit.tables import Aggregate
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from checklist_svc.models import Base


class Platform(StrEnum):
    """Where the group lives."""

    WECHAT = "wechat"
    QQ = "qq"
    GOVERNMENT_APP = "government_app"


class State(StrEnum):
    """What has become of a group."""

    REGISTERED = "registered"
    RETAINED = "retained"
    MERGED = "merged"
    DISSOLVED = "dissolved"


_TOWNSHIP = frozenset({Role.TOWNSHIP})
WORKFLOW = Workflow(
    {
        "retain": Step({State.REGISTERED}, State.RETAINED, _TOWNSHIP),
        "merge": Step({State.REGISTERED, State.RETAINED}, State.MERGED, _TOWNSHIP),
        "dissolve": Step({State.REGISTERED, State.RETAINED}, State.DISSOLVED, _TOWNSHIP),
    }
)


class Group(Aggregate, Base, table=True):
    """One chat group. `region` is its township: at most one is retained there (GRP-01)."""

    __tablename__ = "chat_group"
    __table_args__ = (
        sa.Index(
            "one_retained_group_per_township", "region", unique=True, postgresql_where=sa.text("state = 'retained'")
        ),
    )

    name: str = Field(max_length=100)
    platform: Platform = Field(sa_type=sa.Text)
    members: int
    state: State = Field(default=State.REGISTERED, sa_type=sa.Text)
    reason: str | None = Field(default=None, max_length=500)

    def apply(self, action: str, reason: str | None = None) -> None:
        """Take one step of the workflow; raises IllegalTransition."""
        self.state = WORKFLOW.after(State(self.state), action)
        self.reason = reason
