"""What a proposal says: which forms become what, why, on which conditions, and what it saves."""

import hashlib
import json
from collections.abc import Iterable

from contracts.report import Frequency
from contracts.titles import TitledEnum
from pydantic import Field
from servicekit.bodies import View

from report_svc.consolidation.lines import Line
from report_svc.consolidation.measures import Measure


class Action(TitledEnum, name="consolidation_action", title_zh="归并方式"):
    """What becomes of the forms."""

    MERGE = "merge", "合并报表"
    SLIM = "slim", "精简报表"
    TRANSFER = "transfer", "栏目并入随事件报送"


class Needless(TitledEnum, name="needless_column", title_zh="栏目不再填报的理由"):
    """Why a column need not be asked in a form any more."""

    REPEATED = "repeated", "合并后只问一次"
    COLLECTED_ELSEWHERE = "collected_elsewhere", "另一报表已在收集"
    FILED_ON_EVENT = "filed_on_event", "随事件报送，不再定期重复填报"
    SYSTEM_KNOWS = "system_knows", "系统自动记录"
    TRACE = "trace", "以次数留痕，由业务系统取数"
    HELD_ELSEWHERE = "held_elsewhere", "敏感信息由主管部门系统取数，村级不填"


class ReasonCode(TitledEnum, name="consolidation_reason", title_zh="归并理由"):
    """Why forms are proposed to be consolidated."""

    SAME_COLUMNS = "same_columns", "栏目重复"
    SAME_OBJECT = "same_object", "填报对象相同"
    SAME_LEVEL = "same_level", "报表性质和制发层级相同"
    FREQUENCY = "frequency", "频次高于数据更新周期"
    NEEDLESS_COLUMNS = "needless_columns", "栏目可不填"
    SEASON_KEPT = "season_kept", "应急季节内报送频次不减"


class ConditionCode(TitledEnum, name="consolidation_condition", title_zh="归并条件"):
    """What needs a new approval before forms may change."""

    APPROVED_SURVEY = "approved_survey", "改动经批准的统计调查表，须重新报批"
    OTHER_LEVEL = "other_level", "改动其他层级制发的报表，须经制发机关同意"
    OTHER_KIND = "other_kind", "报表性质不同，须经制定单位同意后合并"


class Reason(View):
    """One reason, in words for people."""

    code: ReasonCode
    text: str


class Condition(View):
    """One form that may be changed only with a new approval, and by whom."""

    code: ConditionCode
    form: str = Field(title="报表编码")
    approver: str = Field(title="批准机关")


class DroppedColumn(View):
    """A column that is not asked in a form any more, and where the answer comes from instead."""

    form: str = Field(title="报表编码")
    column: str = Field(title="栏目")
    element: str | None = Field(title="数据元")
    why: Needless
    collected_in: str | None = Field(
        None, title="改由何处", description="code of the form that asks for it, or the source"
    )


class Proposal(View):
    """Forms before and after, exactly as accepting it would leave them."""

    id: str = Field(description="names the proposal as long as its forms stay as they are")
    action: Action
    forms: list[str] = Field(title="涉及报表", description="codes of the forms that become one")
    reasons: list[Reason]
    conditions: list[Condition]
    dropped: list[DroppedColumn]
    frequencies: list[Frequency] = Field(description="those that may be chosen when accepting")
    result: Line
    before: Measure
    after: Measure
    changes_from: list[Line] = Field(exclude=True)
    changes_to: list[Line] = Field(exclude=True)

    @property
    def gain(self) -> tuple[int, int, int]:
        """What orders proposals: filings, cells and forms saved."""
        before, after = self.before, self.after
        return before.filings - after.filings, before.cells - after.cells, before.forms - after.forms


def fingerprint(before: Iterable[Line], after: Iterable[Line]) -> str:
    """The name of a proposal: another one as soon as a form that it changes, or what would become of it, is another."""
    said = [f"{line.code}:{line.edition}" for line in before], [line.model_dump_json() for line in after]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:24]
