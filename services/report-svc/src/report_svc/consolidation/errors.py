"""Refusals about consolidation."""

from typing import Annotated, Literal

from contracts.titles import named
from servicekit.errors import Conflict, Invalid

from report_svc.forms.errors import MARKS_LAW

CONSOLIDATION_LAW = "统计法(2024)第13条：不得重复调查；关于整治形式主义为基层减负的若干规定：归并精简报表"


class FormsUnmergeable(Conflict):
    """These forms never become one: filed on event and by periods, of two approvals, or too long together."""

    code = "forms_unmergeable"
    detail = "所选报表不能合并：随事件报送的不与定期报表合并，批准文号不同的统计调查表不合并，合并后不得超过200栏"
    law = CONSOLIDATION_LAW
    why: Annotated[
        Literal["on_event", "two_approvals", "too_many_columns"],
        named(on_event="有的随事件报送", two_approvals="批准文号不同", too_many_columns="合并后超过200栏"),
    ]
    forms: list[str]


class FrequencyNotOffered(Invalid):
    """A merged form is never asked for more often than before, nor less often than its approval says."""

    code = "frequency_not_offered"
    detail = "归并后的频次不得高于原最高频次，也不得低于经批准的频次，应急季节内频次不变"
    law = CONSOLIDATION_LAW
    offered: list[str]


class NothingToConsolidate(Conflict):
    """The form would stay as it is."""

    code = "nothing_to_consolidate"
    detail = "按此办理报表没有变化，无需归并"


class ProposalUnknown(Conflict):
    """The proposal is not there any more: one of its forms has changed since, or it has been rejected."""

    code = "proposal_unknown"
    detail = "该归并建议已不存在，有关报表可能已变动或建议已被否决，请刷新后重选"


class ApprovalsNeeded(Conflict):
    """The proposal stands under conditions: each form named needs a new approval first."""

    code = "approvals_needed"
    detail = "该建议涉及经批准的统计调查表、其他层级或其他性质的报表，须逐表填写重新批准的文号后方可采纳"
    law = MARKS_LAW
    conditions: list[dict[str, str]]


class LinesUnknown(Invalid):
    """The workbench has no forms of these codes."""

    code = "workbench_forms_unknown"
    detail = "工作台上没有所列编码的报表"
    forms: list[str]


class LinesRepeated(Invalid):
    """Two forms have the same code."""

    code = "workbench_forms_repeated"
    detail = "报表编码重复，请逐张使用不同编码"
    codes: list[str]


class WorkbenchEmpty(Invalid):
    """There is nothing to consolidate."""

    code = "workbench_empty"
    detail = "本县没有已批准的报表，也未填写清理出的报表"


class StepNotTaken(Conflict):
    """Only a step that was accepted and not undone can be undone."""

    code = "consolidation_step_not_taken"
    detail = "该步骤不存在、未被采纳或已经撤销"


class StepBuiltUpon(Conflict):
    """A later step changed the forms that this one made; it has to be undone first."""

    code = "consolidation_step_built_upon"
    detail = "后续步骤又改动了这些报表，请先撤销后续步骤"


class StepTooOld(Conflict):
    """A step is undone within thirty days."""

    code = "consolidation_undo_too_late"
    detail = "采纳已超过30日，不能撤销"
