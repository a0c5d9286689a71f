"""Bodies of the plaque routes. The titles are the column heads of exports and of the import table."""

import re
from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from contracts.signage import BoardLevel, Disposal, Doubt, FlagReason, LedgerField, Placement
from contracts.titles import named
from countykit.directory import DepartmentCode, RegionCode
from countykit.objections import ObjectionView
from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body, DecisionBody, ResourceView, View
from servicekit.tabular import ImportReport

from signage_svc.plaques.advice import Advice
from signage_svc.plaques.conformity import Difference
from signage_svc.plaques.models import Plaque
from signage_svc.plaques.steps import WORKFLOW
from signage_svc.specs.codes import SpecCode

_PLACES = {"外部": "outside", "室外": "outside", "内部": "inside", "室内": "inside"}
_LEVELS = {
    written: level.value for level in BoardLevel for written in (level.title_zh, level.title_zh.removesuffix("级"))
} | {"乡镇": "township", "镇": "township", "乡镇级": "township", "中央": "national"}  # fmt: skip
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def _place(value: object) -> object:
    """Ledgers are kept in Chinese."""
    return _PLACES.get(value, value) if isinstance(value, str) else value


def _level(value: object) -> object:
    """国家 and 国家级 are one level."""
    return _LEVELS.get(value.strip(), value) if isinstance(value, str) else value


def _day(value: object) -> object:
    """Spreadsheets write 2024/5/1 and 2024年5月1日 too."""
    written = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    return "{}-{:0>2}-{:0>2}".format(*written.groups()) if written else value


Place = Annotated[Placement, BeforeValidator(_place)]
Level = Annotated[BoardLevel, BeforeValidator(_level)]
Material = Annotated[str, Field(min_length=1, max_length=20, examples=["铝合金"])]
PastDay = Annotated[date, BeforeValidator(_day)]
Millimetres = Annotated[int, Field(ge=10, le=10_000)]
Colour = Annotated[str, Field(min_length=1, max_length=20, examples=["白"])]
BoardName = Annotated[str, Field(min_length=2, max_length=100, examples=["青石镇柳河村妇女之家"])]
Reason = Annotated[str, Field(min_length=2, max_length=500)]


class PlaqueRegistration(Body):
    """A board to enter in the ledger."""

    region: str = Field(pattern=r"^\d{12}$", title="村代码", description="12-digit code", examples=["990101001201"])
    name: BoardName = Field(title="牌子名称")
    spec: str | None = Field(None, max_length=20, title="规格编号", description="found by the name when absent")
    placement: Place = Field(title="位置")
    width_mm: Millimetres = Field(title="宽(毫米)")
    height_mm: Millimetres = Field(title="高(毫米)")
    background: Colour = Field(title="底色")
    text_colour: Colour = Field(title="字色")
    hung_on: PastDay | None = Field(None, title="悬挂日期")
    last_activity_on: PastDay | None = Field(None, title="最近活动日期")
    department: str | None = Field(
        None, max_length=60, title="要求挂牌机构代码", description="who demanded the board, when somebody did"
    )
    valid_until: Annotated[date, BeforeValidator(_day)] | None = Field(None, title="有效期至")
    material: Material | None = Field(None, title="材质")
    level: Level | None = Field(None, title="要求挂牌层级")


class PlaqueRow(PlaqueRegistration):
    """A row of a ledger table; one that an export gave its number to is a board that the ledger has already."""

    id: UUID | None = Field(None, title="编号", description="only in exports; leave it empty for a new board")

    def describes(self, plaque: Plaque) -> bool:
        """Whether the row is about the board as it hangs; a spec left empty says nothing."""
        values = self.model_dump(exclude={"id", "spec", *LedgerField})
        return self.spec in (None, plaque.spec) and values == {name: getattr(plaque, name) for name in values}


class PlaqueFlag(Body):
    """Why a plaque does not belong; `not_in_spec` and `off_spec` must agree with the computed conformity."""

    reason: FlagReason
    note: Reason | None = None


class PlaqueCorrection(Body):
    """Why a mark was wrong."""

    reason: Reason


class PlaqueIdentity(Body):
    """Whether a board is the removed one that it seems to be."""

    rebound: bool = Field(title="是否回潮")
    note: Reason = Field(title="核实情况")


class BoardCorrection(Body):
    """What was wrongly typed of a board that hangs unchanged; what is left out stays as it is."""

    region: str | None = Field(None, pattern=r"^\d{12}$", title="村代码")
    name: BoardName | None = Field(None, title="牌子名称")
    placement: Place | None = Field(None, title="位置")
    width_mm: Millimetres | None = Field(None, title="宽(毫米)")
    height_mm: Millimetres | None = Field(None, title="高(毫米)")
    background: Colour | None = Field(None, title="底色")
    text_colour: Colour | None = Field(None, title="字色")
    reason: Reason = Field(title="更正原因")


class Retention(Body):
    """By which date a board that seemed to have lapsed is in use, or valid."""

    last_activity_on: PastDay | None = Field(None, title="最近活动日期")
    valid_until: date | None = Field(None, title="有效期至")
    reason: Reason = Field(title="理由")


class NameConfirmation(Body):
    """What a board is, by somebody who knows: a row of the table, or without one a lawful board beside the table."""

    spec: str | None = Field(None, max_length=20, description="code of the row; none: a lawful board beside the table")
    reason: Reason


class DisposalOrder(Body):
    """What is to be done with a flagged plaque."""

    kind: Disposal
    into_spec: str | None = Field(None, max_length=20, description="the row it is merged into or replaced by")
    reason: Reason
    due_on: date | None = Field(None, title="处置期限", description="30 days from today when absent")
    cost_yuan: int | None = Field(None, ge=0, le=1_000_000, title="预计费用(元)")

    @model_validator(mode="after")
    def _target_with_merge(self) -> Self:
        if self.kind is not Disposal.REPLACE and (self.kind is Disposal.MERGE_INTO) != (self.into_spec is not None):
            raise PydanticCustomError("into_spec_expected", "“整合”须填写并入规格，“摘除”不填写")
        return self


class Replacement(Body):
    """The board that hangs there now instead."""

    name: BoardName
    spec: str | None = Field(None, max_length=20)
    placement: Place
    width_mm: Millimetres
    height_mm: Millimetres
    background: Colour
    text_colour: Colour
    material: Material | None = Field(None, title="材质")


class Completion(Body):
    """That the disposal has been done; for `replace` with what hangs there now."""

    note: Reason | None = None
    replacement: Replacement | None = None


class Verification(DecisionBody):
    """What somebody else found when looking."""

    decision: Annotated[Literal["accepted", "returned"], named(accepted="通过", returned="退回")] = Field(
        title="核验结论"
    )
    reason: Reason = Field(title="核验情况")


class PlaqueView(ObjectionView, ResourceView):
    """A plaque as it is shown."""

    table_title = "牌子台账"
    workflow = WORKFLOW

    region: RegionCode = Field(title="村代码")
    name: str = Field(title="牌子名称")
    spec: SpecCode | None = Field(title="规格编号")
    placement: Placement = Field(title="位置")
    width_mm: int = Field(title="宽(毫米)")
    height_mm: int = Field(title="高(毫米)")
    background: str = Field(title="底色")
    text_colour: str = Field(title="字色")
    hung_on: date | None = Field(title="悬挂日期")
    last_activity_on: date | None = Field(title="最近活动日期")
    department: DepartmentCode | None = Field(title="要求挂牌机构代码")
    valid_until: date | None = Field(title="有效期至")
    material: str | None = Field(title="材质")
    level: BoardLevel | None = Field(title="要求挂牌层级")
    lapse: FlagReason | None = Field(title="疑似失效", description="by its dates: a question, never a fault")
    conforms: bool = Field(title="是否合规", description="computed against the spec table in force")
    differences: list[Difference] = Field(title="不符之处")
    doubt: Doubt | None = Field(title="名称存疑", description="a question to a person, never a fault")
    advice: Advice | None = Field(title="存疑理由")
    suspected: UUID | None = Field(title="疑似回潮原记录", description="a question to the county, never a charge")
    suspicion: str | None = Field(title="疑似理由")
    flag_reason: FlagReason | None = Field(title="标记原因")
    disposal: Disposal | None = Field(title="处置方式")
    into_spec: SpecCode | None = Field(title="并入或更换为的规格")
    disposal_due_on: date | None = Field(title="处置期限")
    disposal_cost_yuan: int | None = Field(title="预计费用(元)")
    note: str | None = Field(title="说明")
    done_at: datetime | None = Field(title="处置时间")
    verified_at: datetime | None = Field(title="核验时间")
    after_baseline: bool = Field(
        title="摸底后登记", description="registered after the survey: counts for no completion rate"
    )
    rebound_of: UUID | None = Field(title="回潮原记录", description="the removed plaque that this one is again")
    created_at: datetime = Field(title="登记时间")


class PlaqueImportReport(ImportReport):
    """The outcome of a ledger import."""

    unchanged: int = Field(0, description="rows of an export that say what the ledger says")
    updated: int = Field(0, description="rows of an export with another date or department: the entry follows them")
    rebounds: int = Field(0, description="rows that are boards removed before: flagged, and their cases reopened")
    suspected: int = Field(0, description="rows that seem to be removed boards under another name: asked about")


class TownshipLedger(View):
    """A township's plaques, counted from the rows of the ledger."""

    table_title = "台账汇总"

    region: RegionCode = Field(title="乡镇代码")
    name: str = Field(title="乡镇")
    total: int = Field(title="台账总数")
    registered: int = Field(title="已登记")
    flagged: int = Field(title="已标记")
    disposal_ordered: int = Field(title="待处置")
    done: int = Field(title="待核验")
    verified: int = Field(title="已核验")
    reopened: int = Field(title="重新处置")
    gone: int = Field(title="已不在挂", description="unmarked boards that a survey found to hang no more")
    hanging: int = Field(title="在挂")
    conforming: int = Field(title="在挂且合规")
    doubtful: int = Field(title="名称待确认")
    off_spec: int = Field(title="在挂不合规")
    removed: int = Field(title="已拆除")
    replaced: int = Field(title="已更换")
    merged: int = Field(title="已整合")
    rebounds: int = Field(title="回潮")
