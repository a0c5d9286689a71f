"""Refusals about changes of regions and bodies."""

from datetime import date
from uuid import UUID

from servicekit.errors import Conflict, Forbidden, Invalid

_TERRITORY = "行政区划管理条例（国务院令第704号）"


class ChangeShapeInvalid(Invalid):
    """The parts do not make a change of this kind, such as a split into one, or a rename to the same name."""

    code = "change_shape_invalid"
    detail = "所填前后对应关系不符合该变更种类"


class PredecessorUnknown(Invalid):
    """A region or body that is to change is not in the directory."""

    code = "predecessor_unknown"
    detail = "拟变更的区划或机构不在目录中"
    predecessor: str


class ValiditiesOverlap(Conflict):
    """What is to change is not there on the day: it ended before, or begins only on that day or later."""

    code = "validities_overlap"
    detail = "拟变更的区划或机构在生效日前一日不在有效期内，有效期不得重叠"
    predecessor: str
    valid_from: date | None
    ended_on: date | None


class ChangePending(Conflict):
    """Another change that is still open names the same region or body."""

    code = "change_pending"
    detail = "该区划或机构另有尚未生效的变更，请先办结或撤回"
    change: UUID


class SuccessionCycle(Invalid):
    """Something would succeed itself by way of others."""

    code = "succession_cycle"
    detail = "承接关系形成循环"
    predecessor: str


class SuccessorEnded(Conflict):
    """Nothing merges into what has ended or ends by that day."""

    code = "successor_ended"
    detail = "承接方已撤销或届时已撤销，不能并入"
    successor: str
    ended_on: date | None


class SharesWrong(Invalid):
    """The shares of what is divided make a hundred percent together."""

    code = "shares_do_not_add_up"
    detail = "同一区划或机构划出的各份比例之和应为100%"
    predecessor: str
    total: int


class SuccessorElsewhere(Invalid):
    """A township or village is succeeded within its county, a county within its province."""

    code = "successor_of_another_county"
    detail = "承接方不在同一县（市、区）内"
    law = f"{_TERRITORY}第八条：界线变更须经批准；跨县变更请由上级分别办理"
    predecessor: str
    successor: str | None


class CodeTaken(Conflict):
    """The new code is in the directory already; codes of what has ended are not used again."""

    code = "code_taken"
    detail = "新代码已被使用（停用的代码不再复用），请指定其他代码"
    successor: str
    predecessor: str | None


class SuccessorCodeInvalid(Invalid):
    """The new code is none of the level needed, or lies in no region that is there."""

    code = "successor_code_invalid"
    detail = "新代码的级别或所属上级不符"
    successor: str
    parent: str | None


class VillagesMissing(Invalid):
    """A split names the villages that go to each new township."""

    code = "villages_missing"
    detail = "分设乡镇须逐一列明各新设乡镇的村（社区）"
    successor: str | None
    village: str | None


class OwnDraft(Forbidden):
    """Who drafted a change does not confirm it."""

    code = "change_needs_second_person"
    detail = "变更须由起草人以外的人员确认"


class ChangeNotUndoable(Conflict):
    """A change is undone within a day of its effect, and while nothing new depends on it."""

    code = "change_not_undoable"
    detail = "变更生效已超过一日，或已有新的账号、机构、变更依赖于它，不能撤回"


class ChangeTooWide(Invalid):
    """One change names no more than some thousand codes."""

    code = "change_too_wide"
    detail = "一次变更涉及的区划过多，请分批办理"
    most: int


SHAPE = (
    ChangeShapeInvalid, PredecessorUnknown, ValiditiesOverlap, ChangePending, SuccessionCycle, SuccessorEnded,
    SharesWrong, SuccessorElsewhere, CodeTaken, SuccessorCodeInvalid, VillagesMissing, ChangeTooWide,
)  # fmt: skip
"""What can be wrong with a change as such: on drafting, on confirming, and on its day."""
