"""Facts of signage-svc: the spec table, plaques, disposals, rebounds."""

from datetime import date
from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.titles import TitledEnum
from contracts.words import Code, Count, Day, Title


class Placement(TitledEnum, name="placement", title_zh="悬挂位置"):
    """Where the board hangs."""

    OUTSIDE = "outside", "外部"
    INSIDE = "inside", "内部"


class FlagReason(TitledEnum, name="flag_reason", title_zh="不规范原因"):
    """Why a plaque does not belong where or as it hangs (PLQ-03)."""

    NOT_IN_SPEC = "not_in_spec", "不在规格表内"
    FUNCTION_MISMATCH = "function_mismatch", "与实际功能不符"
    NO_ACTIVITY = "no_activity", "无实际业务活动"
    EXPIRED = "expired", "已失效"
    OFF_SPEC = "off_spec", "不符合规格"
    DUPLICATE = "duplicate", "重复挂牌"


class Disposal(TitledEnum, name="disposal", title_zh="处置方式"):
    """What is to be done with a flagged plaque."""

    REMOVE = "remove", "摘除"
    REPLACE = "replace", "更换"
    MERGE_INTO = "merge_into", "并入其他牌子"


class BoardLevel(TitledEnum, name="board_level", title_zh="要求挂牌层级"):
    """From which level of administration a board was demanded."""

    NATIONAL = "national", "国家级"
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"
    TOWNSHIP = "township", "乡级"


class Doubt(TitledEnum, name="plaque_doubt", title_zh="名称存疑"):
    """What a person is to be asked about a board, by the words of its name; never a finding."""

    UNSURE = "unsure", "需要问一句"
    UNLISTED = "unlisted", "疑似不在一览表内"
    MERGE = "merge", "疑似应整合"
    NAME = "name", "名称与一览表不一致"


class SpecTablePublished(Event):
    """A version of the plaque spec table (挂牌规格一览表) came into force."""

    type: ClassVar[str] = "signage.spec_table.published.v1"
    title_zh: ClassVar[str] = "挂牌规格发布"
    collection: ClassVar[str] = "spec-tables"
    audience: ClassVar[Audience] = Audience.READERS

    number: Count
    rows: Count


class PlaqueRegistered(Event):
    """A plaque was entered in the ledger; `conforms` is computed against the spec table."""

    type: ClassVar[str] = "signage.plaque.registered.v1"
    title_zh: ClassVar[str] = "登记牌子"
    collection: ClassVar[str] = "plaques"
    audience: ClassVar[Audience] = Audience.READERS

    spec: Code | None
    placement: Placement
    conforms: bool
    after_baseline: bool = False
    doubt: Doubt | None = None


class LedgerField(TitledEnum, name="plaque_ledger_field", title_zh="台账可更新项目"):
    """What a ledger table may bring up to date on a plaque that it has already; no measure and no name."""

    HUNG_ON = "hung_on", "悬挂日期"
    LAST_ACTIVITY_ON = "last_activity_on", "最近活动日期"
    DEPARTMENT = "department", "要求挂牌机构"
    VALID_UNTIL = "valid_until", "有效期至"
    MATERIAL = "material", "材质"
    LEVEL = "level", "要求挂牌层级"


class PlaqueUpdated(Event):
    """A ledger table brought a plaque's entry up to date; what it is judged by stays as it was."""

    type: ClassVar[str] = "signage.plaque.updated.v1"
    title_zh: ClassVar[str] = "更新牌子台账"
    collection: ClassVar[str] = "plaques"
    audience: ClassVar[Audience] = Audience.READERS

    fields: list[LedgerField]


class PlaqueLapseSuspected(Event):
    """By its dates a board has expired, or nothing has been done under it for long: people are asked to decide."""

    type: ClassVar[str] = "signage.plaque.lapse_suspected.v1"
    title_zh: ClassVar[str] = "提示牌子可能失效"
    collection: ClassVar[str] = "plaques"
    audience: ClassVar[Audience] = Audience.READERS

    reason: FlagReason


class PlaqueRetained(Event):
    """A person said that a board which seemed to have lapsed is in use, or valid."""

    type: ClassVar[str] = "signage.plaque.retained.v1"
    title_zh: ClassVar[str] = "确认牌子仍有效"
    collection: ClassVar[str] = "plaques"
    audience: ClassVar[Audience] = Audience.READERS


class PlaqueFlagged(Event):
    """A plaque was found not to belong where or as it hangs (PLQ-03)."""

    type: ClassVar[str] = "signage.plaque.flagged.v1"
    title_zh: ClassVar[str] = "认定不规范牌子"
    collection: ClassVar[str] = "plaques"
    audience: ClassVar[Audience] = Audience.READERS

    reason: FlagReason
    after_baseline: bool = False
    title: Title | None = None


class PlaqueUnflagged(Event):
    """A mark was found to be wrong and counts no more from the day on which it was made."""

    type: ClassVar[str] = "signage.plaque.unflagged.v1"
    title_zh: ClassVar[str] = "撤销牌子标记"
    collection: ClassVar[str] = "plaques"
    audience: ClassVar[Audience] = Audience.READERS

    flagged_on: date
    after_baseline: bool = False


class PlaqueMarkObjected(Event):
    """The township objected to a mark; it counts until that is decided."""

    type: ClassVar[str] = "signage.plaque.mark_objected.v1"
    title_zh: ClassVar[str] = "牌子标记提出申诉"
    collection: ClassVar[str] = "plaques"
    audience: ClassVar[Audience] = Audience.COUNTY

    flagged_on: date


class PlaqueMarkUpheld(Event):
    """People who had no part in a mark upheld it."""

    type: ClassVar[str] = "signage.plaque.mark_upheld.v1"
    title_zh: ClassVar[str] = "牌子标记维持"
    collection: ClassVar[str] = "plaques"
    audience: ClassVar[Audience] = Audience.COUNTY

    flagged_on: date


class PlaqueNameConfirmed(Event):
    """A person said what a board is: a row of the table, or without one a lawful board beside it."""

    type: ClassVar[str] = "signage.plaque.name_confirmed.v1"
    title_zh: ClassVar[str] = "确认牌子名称"
    collection: ClassVar[str] = "plaques"
    audience: ClassVar[Audience] = Audience.READERS

    spec: Code | None


class PlaqueDisposalOrdered(Event):
    """A flagged plaque is to be removed, replaced or merged into another."""

    type: ClassVar[str] = "signage.plaque.disposal_ordered.v1"
    title_zh: ClassVar[str] = "责令处置牌子"
    collection: ClassVar[str] = "plaques"
    audience: ClassVar[Audience] = Audience.READERS

    disposal: Disposal
    due_on: Day | None = None


class PlaqueRemoved(Event):
    """A plaque was taken down; not yet verified."""

    type: ClassVar[str] = "signage.plaque.removed.v1"
    title_zh: ClassVar[str] = "摘除牌子"
    collection: ClassVar[str] = "plaques"
    audience: ClassVar[Audience] = Audience.READERS


class PlaqueReplaced(Event):
    """A plaque was replaced by a conforming one; not yet verified."""

    type: ClassVar[str] = "signage.plaque.replaced.v1"
    title_zh: ClassVar[str] = "更换牌子"
    collection: ClassVar[str] = "plaques"
    audience: ClassVar[Audience] = Audience.READERS


class PlaqueMerged(Event):
    """A plaque's function went to another one and it was taken down; not yet verified."""

    type: ClassVar[str] = "signage.plaque.merged.v1"
    title_zh: ClassVar[str] = "合并牌子"
    collection: ClassVar[str] = "plaques"
    audience: ClassVar[Audience] = Audience.READERS

    into_spec: Code


class PlaqueVerified(Event):
    """Somebody other than the doer verified a disposal."""

    type: ClassVar[str] = "signage.plaque.verified.v1"
    title_zh: ClassVar[str] = "处置核验"
    collection: ClassVar[str] = "plaques"
    audience: ClassVar[Audience] = Audience.READERS

    disposal: Disposal
    after_baseline: bool = False


class PlaqueReopened(Event):
    """A disposal was found not to be done, or a removed plaque hangs again."""

    type: ClassVar[str] = "signage.plaque.reopened.v1"
    title_zh: ClassVar[str] = "处置返工"
    collection: ClassVar[str] = "plaques"
    audience: ClassVar[Audience] = Audience.READERS

    rebound: bool
    after_baseline: bool = False


class PlaqueReboundAnswered(Event):
    """A person said whether a new entry is a removed board under another name; only a yes is a rebound."""

    type: ClassVar[str] = "signage.plaque.rebound_answered.v1"
    title_zh: ClassVar[str] = "核实疑似回潮"
    collection: ClassVar[str] = "plaques"
    audience: ClassVar[Audience] = Audience.READERS

    rebound: bool
