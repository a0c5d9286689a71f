"""Chat groups (工作群) and apps that face villages: the table, and the rules about one row."""

import sqlalchemy as sa
from contracts.checklist import GroupDissolved, GroupMerged, GroupRetained, Platform
from contracts.gateway import RegionLevel
from contracts.titles import TitledEnum
from countykit.baseline import of_county
from countykit.identity import Caller, Role
from countykit.tables import Aggregate
from countykit.todos import Todo
from servicekit.tables import document, enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from checklist_svc.groups.errors import UNLAWFUL, AppBelowCounty, AppForces, AppUnfiled
from checklist_svc.models import Base


class Feature(TitledEnum, name="app_feature", title_zh="应用强制功能"):
    """What an app forces its users to do (国办函〔2026〕12号)."""

    CHECK_IN = "check_in", "打卡签到"
    POINT_RANKING = "point_ranking", "积分排名"
    ONLINE_TIME = "online_time", "在线时长"


class State(TitledEnum, name="group_state", title_zh="工作群状态"):
    """What has become of a group."""

    REGISTERED = "registered", "已登记"
    RETAINED = "retained", "保留"
    MERGED = "merged", "已合并"
    DISSOLVED = "dissolved", "已解散"


class Group(Aggregate, Base, table=True):
    """One chat group. `region` is its township: at most one is retained there (GRP-01)."""

    __tablename__ = "chat_group"
    __table_args__ = (
        sa.Index(
            "one_retained_group_per_township", "region", unique=True, postgresql_where=sa.text("state = 'retained'")
        ),
        of_county("chat_group"),
    )

    name: str = Field(max_length=100)
    platform: Platform = enumerated(Platform)
    members: int
    owner_level: RegionLevel | None = enumerated(RegionLevel, default=None)
    filing_number: str | None = Field(default=None, max_length=60)
    forced_features: list[str] = document(default_factory=list)
    state: State = enumerated(State, default=State.REGISTERED)
    reason: str | None = Field(default=None, max_length=500)
    after_baseline: bool = False

    @property
    def flags(self) -> list[str]:
        """The rules that an app breaks; an unlawful app is put on the record too, in order to be dissolved."""
        if self.platform != Platform.GOVERNMENT_APP:
            return []
        broken = {
            "APP-01": self.owner_level in (RegionLevel.TOWNSHIP, RegionLevel.VILLAGE),
            "APP-02": not self.filing_number,
            "APP-03": bool(self.forced_features),
        }
        return [code for code, is_broken in broken.items() if is_broken]


def lawful(group: Group, _: Caller) -> AppBelowCounty | AppUnfiled | AppForces | None:
    """An app that breaks a rule is on the record in order to be dissolved, and cannot be retained."""
    return UNLAWFUL[group.flags[0]](flags=group.flags) if group.flags else None


_OPEN, _TOWNSHIP = {State.REGISTERED, State.RETAINED}, frozenset({Role.TOWNSHIP})
WORKFLOW = Workflow({
    "retention": Step(
        {State.REGISTERED}, State.RETAINED, _TOWNSHIP, "保留", rules=(lawful,),
        fact=lambda group, _: GroupRetained(platform=group.platform.value, after_baseline=group.after_baseline),
    ),
    "merger": Step(
        _OPEN, State.MERGED, _TOWNSHIP, "合并",
        fact=lambda group, before: GroupMerged(
            platform=group.platform.value, was_retained=before == State.RETAINED, after_baseline=group.after_baseline
        ),
    ),
    "dissolution": Step(
        _OPEN, State.DISSOLVED, _TOWNSHIP, "解散",
        fact=lambda group, before: GroupDissolved(
            platform=group.platform.value, was_retained=before == State.RETAINED, after_baseline=group.after_baseline
        ),
    ),
})  # fmt: skip


TODOS = (
    Todo(
        "group_decision", "处理登记的工作群", Group, WORKFLOW, "retention",
        record="read_group", subject="name",
    ),
)  # fmt: skip
