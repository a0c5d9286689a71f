"""Chat groups (工作群) and apps that face villages: the table, and the rules about one row."""

from enum import StrEnum

import sqlalchemy as sa
from countykit.identity import Role
from countykit.tables import Aggregate
from countykit.todos import Todo
from servicekit.tables import document, enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from checklist_svc.models import Base


class Platform(StrEnum):
    """Where the group lives."""

    WECHAT = "wechat"
    QQ = "qq"
    GOVERNMENT_APP = "government_app"


class Level(StrEnum):
    """Who runs an app."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


class Feature(StrEnum):
    """What an app forces its users to do (国办函〔2026〕12号)."""

    CHECK_IN = "check_in"
    POINT_RANKING = "point_ranking"
    ONLINE_TIME = "online_time"


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
    platform: Platform = enumerated(Platform)
    members: int
    owner_level: Level | None = enumerated(Level, default=None)
    filing_number: str | None = Field(default=None, max_length=60)
    forced_features: list[str] = document(default_factory=list)
    state: State = enumerated(State, default=State.REGISTERED)
    reason: str | None = Field(default=None, max_length=500)

    @property
    def flags(self) -> list[str]:
        """The rules that an app breaks; an unlawful app is put on the record too, in order to be dissolved."""
        if self.platform != Platform.GOVERNMENT_APP:
            return []
        broken = {
            "APP-01": self.owner_level in (Level.TOWNSHIP, Level.VILLAGE),
            "APP-02": not self.filing_number,
            "APP-03": bool(self.forced_features),
        }
        return [code for code, is_broken in broken.items() if is_broken]

    def apply(self, action: str, reason: str | None = None) -> None:
        """Take one step of the workflow; raises IllegalTransition."""
        self.state = WORKFLOW.after(self.state, action)
        self.reason = reason


TODOS = (
    Todo(
        "group_decision", "处理登记的工作群", Group, WORKFLOW, "retain",
        operation="step_group", record="read_group", subject="name", arguments={"action": "retain"},
    ),
)  # fmt: skip
