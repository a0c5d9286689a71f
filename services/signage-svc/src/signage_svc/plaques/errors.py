"""Refusals about plaques."""

from servicekit.errors import Conflict, Invalid

SEED_ON_MERGING = (
    "《全市基层减负工作推进会交流发言》：新时代文明实践中心(站)整合妇女之家、青年之家、志愿服务、人大代表之家，"
    "综治中心整合治保、法律服务、司法援助、矛盾纠纷调处、禁毒等功能相近的牌子"
)


class AlreadyInLedger(Conflict):
    """A board of this name is in the village's ledger already."""

    code = "plaque_already_in_ledger"
    detail = "该村台账中已有同名牌子(按规范化名称比对)"


class FlagContradicted(Conflict):
    """The computed conformity says otherwise than the flag's reason."""

    code = "flag_contradicted"
    detail = "标记原因与规格比对结果不符，请核对牌子登记信息"
    law = "挂牌规格一览表"
    differences: list[dict[str, str]]


class MergeNotAllowed(Conflict):
    """The merge rules do not let this board be merged into that one."""

    code = "merge_not_allowed"
    detail = "整合规则不允许将该牌子并入所选牌子"
    law = SEED_ON_MERGING
    may_absorb: list[str]
    right_target: str | None


class MergeTargetMissing(Conflict):
    """The board that should take over the function does not hang in the village, nor is it ordered."""

    code = "merge_target_missing"
    detail = "该村没有所选的并入牌子，请先登记或更换出该牌子，再下达整合"
    law = SEED_ON_MERGING


class ReplacementOffSpec(Conflict):
    """The board that was put up instead does not fit the spec table either."""

    code = "replacement_off_spec"
    detail = "更换后的牌子仍不符合挂牌规格一览表"
    law = "《全市基层减负工作推进会交流发言》：按照村级组织和工作机制挂牌规格一览表规定，拆除或更换不规范牌子"
    differences: list[dict[str, str]]


class ReplacementExpected(Invalid):
    """A replacement is described when, and only when, the disposal is to replace."""

    code = "replacement_expected"
    detail = "处置方式为“更换”时须填写新牌子的规格，其他处置方式不得填写"


class MarkerCannotUnflag(Conflict):
    """A mark counts against a township: whether it was wrong is decided by somebody other than who made it."""

    code = "marker_cannot_unflag"
    rule = "INS-14"
    detail = "标记人不能撤销自己作出的标记，请由另一名工作人员办理"
    law = "政府督查工作条例第16、17条：原经办人回避"


class DoerCannotVerify(Conflict):
    """A disposal is verified by somebody other than the one who did it."""

    code = "doer_cannot_verify"
    detail = "处置人不得核验自己的处置结果，请由他人核验"


class BodyCannotVerify(Conflict):
    """A disposal counts when somebody outside of the township has looked."""

    code = "body_cannot_verify"
    rule = "INS-14"
    detail = "乡镇处置的牌子由乡镇以外的人员核验，本乡镇(含曾任职)人员不得核验"
    law = "政府督查工作条例第16、17条：原经办人回避"


class DisposalUnseen(Conflict):
    """No picture of who did it or who looked shows that the disposal was done."""

    code = "disposal_unseen"
    detail = "该牌子没有本次处置后的照片，不能核验通过；请核验人或处置人补传(类别选“处置后”)，不得要求村里拍照"


class CaseOpenAgain(Conflict):
    """The removed board hangs again already, as another entry."""

    code = "plaque_case_open_again"
    detail = "原牌子已因其他牌子重新立案，该牌子不能再认定为同一块牌子"


class NothingCorrected(Invalid):
    """A correction says what the entry says already."""

    code = "plaque_nothing_corrected"
    detail = "更正内容与现有登记一致，请填写需要更正的项目"


class DisposalDueInPast(Invalid):
    """A deadline lies ahead."""

    code = "disposal_due_in_past"
    detail = "处置期限不能早于今天"


class StillLapsed(Invalid):
    """By the dates that were given the board has lapsed all the same."""

    code = "plaque_still_lapsed"
    detail = "请填写能说明牌子仍在使用或仍有效的日期(最近活动日期、有效期至)"


class DisposalNotOrdered(Conflict):
    """Nothing has been ordered for this board."""

    code = "disposal_not_ordered"
    detail = "该牌子尚未下达处置，没有处置单"
