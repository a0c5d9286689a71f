"""Facts of the directory about what became of a region or a body: who takes over from whom, and from which day."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from contracts.envelope import Audience, Event
from contracts.titles import TitledEnum
from contracts.words import Day, Title


class ChangeSubject(TitledEnum, name="directory_change_subject", title_zh="变更对象"):
    """What a change is about."""

    REGION = "region", "行政区划"
    DEPARTMENT = "department", "机构"


class ChangeKind(TitledEnum, name="directory_change_kind", title_zh="变更种类"):
    """How regions or bodies change. Moves and upgrades are of regions, abolitions of bodies."""

    MERGE = "merge", "合并（并入）"
    SPLIT = "split", "分设（划出）"
    MOVE = "move", "划转隶属"
    RENAME = "rename", "更名"
    RECODE = "recode", "变更代码"
    UPGRADE = "upgrade", "改设（撤乡设镇、村改居、撤县设区）"
    ABOLITION = "abolition", "撤销"


class Succession(BaseModel):
    """One line of a change: from which code to which. Without a successor the predecessor ends and nobody takes over.

    `takes_over`: open work, records and posts of the predecessor are the successor's from the day on. `continues`: it
    is the same body under another code or above it, so that its past stays its own; an absorbing one inherits no past.
    """

    model_config = ConfigDict(frozen=True)

    predecessor: Annotated[str, Field(max_length=60, examples=["990101001000"])]
    successor: Annotated[str | None, Field(max_length=60, examples=["990101002000"])] = None
    share: Annotated[int, Field(ge=0, le=100, examples=[100], description="percent of the predecessor")] = 100
    takes_over: bool = True
    continues: bool = False


class TerritoryChanged(Event):
    """Regions or bodies were merged, split, moved, renamed, recoded, upgraded or abolished, and it took effect.

    `effective_on` is the first day of the new order; `stated_on` the day in the document behind it, which may lie
    before: nothing that was judged in between is judged again. What registers and ends is said by the directory's own
    events. Lines name only what changes its code; a renamed one has none.
    """

    type: ClassVar[str] = "gateway.territory.changed.v1"
    title_zh: ClassVar[str] = "区划、机构变更生效"
    collection: ClassVar[str] = "changes"
    audience: ClassVar[Audience] = Audience.READERS

    subject: ChangeSubject
    kind: ChangeKind
    effective_on: Day
    stated_on: Day
    basis: Title
    lines: list[Succession]


class TerritoryRestored(Event):
    """A change was undone within a day, before anything new depended on it: its lines are void."""

    type: ClassVar[str] = "gateway.territory.restored.v1"
    title_zh: ClassVar[str] = "区划、机构变更撤回"
    collection: ClassVar[str] = "changes"
    audience: ClassVar[Audience] = Audience.READERS

    subject: ChangeSubject
    kind: ChangeKind
    effective_on: Day
    lines: list[Succession]
