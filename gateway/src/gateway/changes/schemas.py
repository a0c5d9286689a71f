"""Bodies and views of changes."""

from datetime import date, datetime
from typing import Annotated, Self

from contracts.lineage import ChangeKind, ChangeSubject
from countykit.directory import RegionCode
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body, ResourceView, View

from gateway.changes.models import WORKFLOW, State
from gateway.directory.names.codes import DirectoryCode
from gateway.edge.fan_out import Missing

_CODE = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$"
Code = Annotated[str, Field(pattern=_CODE, examples=["990101001000"])]


class ChangePart(Body):
    """From which code to which. A rename leaves out the successor, an abolition too."""

    predecessor: Code = Field(title="变更前代码")
    successor: Code | None = Field(None, title="变更后代码")
    name: str | None = Field(None, min_length=2, max_length=100, title="变更后名称", description="of a new successor")
    share: int = Field(100, ge=1, le=100, title="比例（%）", description="of the predecessor; a split divides it")


class ChangeDraft(Body):
    """A change to draft."""

    subject: ChangeSubject = Field(ChangeSubject.REGION, title="变更对象")
    kind: ChangeKind = Field(title="变更种类")
    effective_on: date = Field(title="生效日", description="of the document; in the past only what comes changes")
    basis: str = Field(min_length=4, max_length=200, title="依据", examples=["某民政〔2026〕12号批复"])
    parts: list[ChangePart] = Field(min_length=1, max_length=50, title="前后对应")
    villages: list[ChangePart] = Field(
        [], max_length=500, title="村（社区）对应",
        description="villages of a changing township whose new code is not the old one below the new township",
    )  # fmt: skip

    @model_validator(mode="after")
    def _once(self) -> Self:
        pairs = [(part.predecessor, part.successor) for part in (*self.parts, *self.villages)]
        if len(set(pairs)) < len(pairs):
            raise PydanticCustomError("part_twice", "同一对应关系重复")
        return self


class ChangeReason(Body):
    """Why it is taken back."""

    reason: str = Field(min_length=2, max_length=500)


class LineView(View):
    """One line: what becomes of a code."""

    predecessor: str = Field(title="变更前代码")
    predecessor_name: str = Field(title="变更前名称")
    successor: str | None = Field(title="变更后代码")
    successor_name: str | None = Field(title="变更后名称")
    share: int = Field(title="比例（%）")
    takes_over: bool = Field(title="承接未办结事项", description="open work, records and posts pass to the successor")
    continues: bool = Field(title="同一主体延续", description="its past counts as its own; false: it inherits no past")


class EffectCount(View):
    """How much of one kind passes on."""

    part: str = Field(title="服务", examples=["supervision"])
    kind: str = Field(title="类别代码")
    title: str = Field(title="类别")
    count: int = Field(title="数量")


class EffectsView(View):
    """What a change would move: open work and records by kind, posts and bodies; nothing is changed by asking."""

    open_work: list[EffectCount] = Field(title="未办结事项")
    records: list[EffectCount] = Field(title="各类记录")
    posts: int = Field(title="转任岗位", description="posts that pass to the successor on the day")
    posts_without_successor: int = Field(title="待定岗位", description="posts that end, and whose people need another")
    departments: int = Field(title="随迁机构", description="bodies whose home the changing regions are")
    villages: int = Field(title="涉及村（社区）")
    missing: list[Missing] = Field(title="未答复的服务")


class ChangeView(ResourceView):
    """A change as it is shown."""

    table_title = "区划机构变更"
    workflow = WORKFLOW

    region: RegionCode = Field(title="行政区划")
    state: State = Field(title="状态")
    subject: ChangeSubject = Field(title="变更对象")
    kind: ChangeKind = Field(title="变更种类")
    stated_on: date = Field(title="文件生效日")
    effective_on: date = Field(title="实际生效日", description="the first day of the new order, never before confirmed")
    basis: str = Field(title="依据")
    lines: list[LineView] = Field(title="前后对应")
    effects: EffectsView | None = Field(title="影响", description="as counted when it was confirmed")
    reason: str | None = Field(title="说明")
    drafted_by: str = Field(title="起草人")
    confirmed_by: str | None = Field(title="确认人")
    effective_at: datetime | None = Field(title="生效时间")
    created_at: datetime = Field(title="起草时间")


class LineageView(View):
    """One line of a code's past or future."""

    subject: ChangeSubject = Field(title="变更对象")
    predecessor: DirectoryCode = Field(title="变更前代码")
    successor: DirectoryCode | None = Field(title="变更后代码")
    share: int = Field(title="比例（%）")
    takes_over: bool = Field(title="承接未办结事项")
    continues: bool = Field(title="同一主体延续")
    effective_on: date = Field(title="生效日")


class LineageList(View):
    """Everything that a code came from and became, the earliest first."""

    lines: list[LineageView]
    more: bool = Field(title="还有更多")
