"""Chat groups (工作群) and apps that face villages: the table, and the rules about one row."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from contracts.checklist import GroupDissolved, GroupMerged, GroupRetained, Platform
from contracts.gateway import RegionLevel
from contracts.groups import GroupAllowed, GroupReopened, GroupVerified
from contracts.titles import TitledEnum
from countykit.baseline import of_county
from countykit.identity import Caller, Role
from countykit.neutrality import neutral, not_served
from countykit.tables import Aggregate
from countykit.todos import Todo, not_by
from countykit.workdays import today
from servicekit.tables import document, enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field, col

from checklist_svc.groups.errors import UNLAWFUL, CloserCannotVerify, TownshipCannotVerify, UnlawfulApp
from checklist_svc.models import Base


class Feature(TitledEnum, name="app_feature", title_zh="应用强制功能"):
    """What an app forces its users to do (国办函〔2026〕12号)."""

    CHECK_IN = "check_in", "打卡签到"
    POINT_RANKING = "point_ranking", "积分排名"
    ONLINE_TIME = "online_time", "在线时长"
    PROMOTION = "promotion", "强制下载、通报使用率"
    EVIDENCE = "evidence", "强制上传照片轨迹"


_FORCED = {Feature.CHECK_IN, Feature.POINT_RANKING, Feature.ONLINE_TIME}


class State(TitledEnum, name="group_state", title_zh="工作群状态"):
    """What has become of a group."""

    REGISTERED = "registered", "已登记"
    RETAINED = "retained", "保留"
    MERGED = "merged", "已合并"
    DISSOLVED = "dissolved", "已解散"


CLOSED = frozenset({State.MERGED, State.DISSOLVED})
_IS_THE_ONE = "state = 'retained' AND platform <> 'government_app' AND allowance IS NULL"


class Group(Aggregate, Base, table=True):
    """One chat group. `region` is its township, which retains one of them (GRP-01).

    Lawful apps stand beside it, and a second one for which the approver named a reason.
    """

    __tablename__ = "chat_group"
    __table_args__ = (
        sa.Index("one_group_for_villages_per_township", "region", unique=True, postgresql_where=sa.text(_IS_THE_ONE)),
        of_county("chat_group"),
    )

    name: str = Field(max_length=100)
    platform: Platform = enumerated(Platform)
    platform_name: str | None = Field(default=None, max_length=40)
    """What people call a platform that is none of the known ones."""
    members: int
    owner: str | None = Field(default=None, max_length=60)
    """The body that runs it; the township itself where none is named."""
    owner_level: RegionLevel | None = enumerated(RegionLevel, default=None)
    filing_number: str | None = Field(default=None, max_length=60)
    forced_features: list[str] = document(default_factory=list)
    complaint_box: bool | None = None
    merged_into: UUID | None = Field(default=None, foreign_key="chat_group.id")
    allowance: str | None = Field(default=None, max_length=500)
    """Why the approver lets the township keep it beside another one."""
    allowed_by: str | None = Field(default=None, max_length=200)
    state: State = enumerated(State, default=State.REGISTERED)
    reason: str | None = Field(default=None, max_length=500)
    after_baseline: bool = False
    complaints: int = 0
    """Verdicts that stand, of what villages were made to do in it (GRP-02)."""
    closed_on: date | None = None
    closed_by: str | None = Field(default=None, max_length=200)
    verified_on: date | None = None
    """When somebody outside of the township found it closed."""

    @property
    def flags(self) -> list[str]:
        """The rules that it breaks; an unlawful app is put on the record too, in order to be dissolved."""
        complained = ["GRP-02"] if self.complaints else []
        return [*self._unlawful, *complained]

    @property
    def _unlawful(self) -> list[str]:
        if self.platform != Platform.GOVERNMENT_APP:
            return []
        broken = {
            "APP-01": self.owner_level in (RegionLevel.TOWNSHIP, RegionLevel.VILLAGE),
            "APP-02": not self.filing_number,
            "APP-03": bool(_FORCED & set(self.forced_features)),
            "APP-04": Feature.PROMOTION in self.forced_features,
            "APP-05": Feature.EVIDENCE in self.forced_features,
            "APP-06": self.complaint_box is False,
        }
        return [code for code, is_broken in broken.items() if is_broken]

    @property
    def is_the_one(self) -> bool:
        """Whether it takes the township's one place; `_IS_THE_ONE` in Python."""
        return self.state is State.RETAINED and self.platform != Platform.GOVERNMENT_APP and self.allowance is None


def lawful(group: Group, _: Caller) -> UnlawfulApp | None:
    """An app that breaks a rule is on the record in order to be dissolved, and cannot be retained."""
    broken = [code for code in group.flags if code in UNLAWFUL]
    return UNLAWFUL[broken[0]](flags=group.flags) if broken else None


def another_person(group: Group, caller: Caller) -> CloserCannotVerify | None:
    """Nobody verifies what they closed."""
    return CloserCannotVerify() if caller.is_any_of(group.closed_by) else None


def of_another_body(group: Group, caller: Caller) -> TownshipCannotVerify | None:
    """What a township closed is looked at by somebody who is not of it."""
    own = caller.is_of_a_township or caller.has_served(group.region)
    return TownshipCannotVerify() if own else None


_OPEN, _TOWNSHIP = {State.REGISTERED, State.RETAINED}, frozenset({Role.TOWNSHIP})
_LOOKERS = frozenset({Role.INSPECTOR, Role.COUNTY_OFFICE})
WORKFLOW = Workflow({
    "retention": Step(
        {State.REGISTERED}, State.RETAINED, _TOWNSHIP, "保留", rules=(lawful,),
        fact=lambda group, _: GroupRetained(platform=group.platform.value, after_baseline=group.after_baseline),
    ),
    "allowance": Step(
        {State.REGISTERED}, None, frozenset({Role.APPROVER}), "批准另留", rules=(neutral,),
        when=lambda group: group.platform != Platform.GOVERNMENT_APP and group.allowance is None,
        fact=lambda group, _: GroupAllowed(title=group.name),
    ),
    "merger": Step(
        _OPEN, State.MERGED, _TOWNSHIP, "合并",
        fact=lambda group, before: GroupMerged(
            platform=group.platform.value, was_retained=before == State.RETAINED, after_baseline=group.after_baseline,
            into=group.merged_into,
        ),
    ),
    "dissolution": Step(
        _OPEN, State.DISSOLVED, _TOWNSHIP, "解散",
        fact=lambda group, before: GroupDissolved(
            platform=group.platform.value, was_retained=before == State.RETAINED, after_baseline=group.after_baseline
        ),
    ),
    "verification": Step(
        CLOSED, {"accepted": None, "returned": State.REGISTERED}, _LOOKERS, "核验清理",
        when=lambda group: group.verified_on is None, rules=(another_person, of_another_body),
        fact={
            "accepted": lambda group, _: GroupVerified(platform=group.platform.value),
            "returned": lambda group, _: GroupReopened(
                platform=group.platform.value, closed_on=group.closed_on or today(group.updated_at),
                after_baseline=group.after_baseline,
            ),
        },
    ),
})  # fmt: skip


TODOS = (
    Todo(
        "group_decision", "处理登记的工作群", Group, WORKFLOW, "retention",
        record="read_group", subject="name",
    ),
    Todo(
        "group_verification", "核验清理的工作群", Group, WORKFLOW, "verification",
        record="read_group", subject="name", duty=frozenset({Role.INSPECTOR}),
        among=lambda caller: sa.and_(
            col(Group.verified_on).is_(None), not_by(Group.closed_by)(caller), not_served(Group, caller)
        ),
    ),
)  # fmt: skip
