"""Refusals about admissions."""

from datetime import date

from servicekit.errors import Conflict, Invalid


class NoticeTooShort(Invalid):
    """An application comes at least thirty working days before the task starts."""

    code = "notice_too_short"
    rule = "LST-03"
    detail = "须在任务开始前至少30个工作日提出申请；确属应急的，请走应急通道并说明理由"
    law = "北京西城区社区减负实施方案(2018)"
    earliest_start: date
    provisional: bool


class FundingMissing(Invalid):
    """Entrusted work comes with its funds."""

    code = "funding_missing"
    rule = "LST-05"
    detail = "委托事项须载明经费来源和金额，经费由委托部门承担(费随事转)"
    law = "村民委员会组织法(2018)第37条"


class PlanEntryMissing(Invalid):
    """Villages receive no visit that is not planned, and prepare none either."""

    code = "plan_entry_missing"
    rule = "INS-01"
    detail = "陪同检查调研的任务须写明本部门已批准的督检考计划编号；计划外的，请先一事一报"
    law = "整治形式主义为基层减负若干规定·督查检查考核"


class MatterUnlisted(Invalid):
    """What an application says to be stands on the list of duties or of assisted matters."""

    code = "matter_unlisted"
    rule = "LST-04"
    detail = "所填清单事项编码不在本县现行的依法履职、协助政府事项清单内；没有对应事项的，请留空"
    law = "辽宁工作清单管理规定"


class EmergencyUnexplained(Invalid):
    """The emergency path needs a reason."""

    code = "emergency_unexplained"
    detail = "走应急通道须说明理由"


class DropInvalid(Invalid):
    """Only a running admission of the same department makes room for a new one."""

    code = "drop_invalid"
    detail = "退出事项须是本部门正在执行的准入事项"


class NothingToObjectTo(Conflict):
    """A rejection can be objected to once; afterwards only a new application that names the old one is left."""

    code = "nothing_to_object_to"
    detail = "只有不予准入、且未提出过异议的申请可以提出异议；情况有变化的，可以关联原申请重新提出"


class ObjectionLate(Conflict):
    """An objection comes within thirty days of the rejection."""

    code = "objection_late"
    rule = "INS-14"
    detail = "异议须在不予准入决定作出后30日内提出；情况有变化的，可以关联原申请重新提出"
    law = "政府督查工作条例第16、17条"


class FollowsInvalid(Invalid):
    """A new application names only a rejected one of its own department as the one that it takes up again."""

    code = "follows_invalid"
    detail = "关联的原申请须是本部门被不予准入的申请"


class ScopeOutside(Invalid):
    """A body gives work only to villages of its own county or township."""

    code = "scope_outside"
    rule = "LST-03"
    detail = "任务范围须是申请机构所在县、乡的乡镇或者村"
    law = "北京西城区社区减负实施方案(2018)"
    region: str


class DeciderTookPart(Conflict):
    """An application is decided by somebody who had no part in it."""

    code = "decider_took_part"
    rule = "INS-14"
    detail = "提出申请、参与审核、复核或者原作决定的人员不能作出决定，请由另一名工作人员办理"
    law = "政府督查工作条例第16、17条：原经办人回避"


class SecondPersonMissing(Conflict):
    """An objection is decided only as a second person, who looked at it before, found too."""

    code = "second_person_missing"
    rule = "INS-14"
    detail = "对不予准入的异议须先由另一名工作人员复核，决定须与复核意见一致"
    law = "政府督查工作条例第16、17条：原经办人回避"


class ApprovalNumberMissing(Invalid):
    """Work enters the lists only by a decision of the county, which has a number."""

    code = "approval_number_missing"
    rule = "LST-01"
    detail = "准予准入须载明县级党委和政府批准文件的文号"
    law = "禹会区村级组织工作任务责任清单"


class PointsMissing(Invalid):
    """An application that is returned says what to mend."""

    code = "points_missing"
    rule = "LST-03"
    detail = "退回申请须逐条列明需要修改补充的内容"
    law = "北京西城区社区减负实施方案(2018)"


class ReviewsIncomplete(Conflict):
    """Every reviewing body is heard before anything is decided, and agrees before a task is admitted."""

    code = "reviews_incomplete"
    rule = "LST-02"
    detail = "联合审核意见尚未齐备或者有不同意见，不能作出该决定"
    law = "崆峒区规范指引(2023-08)"
    missing: list[str]
    objecting: list[str]


class ValidityInvalid(Invalid):
    """An admission is valid at most to the end of its task and not before its start."""

    code = "validity_invalid"
    rule = "LST-02"
    detail = "有效期须在任务起止日期之内"
    law = "崆峒区规范指引(2023-08)"


class NotAdmitted(Conflict):
    """Only a running admission has a notice."""

    code = "not_admitted"
    detail = "只有正在执行的准入事项可以打印准予准入通知书"


class EmergencyForbidden(Conflict):
    """What the negative list names literally is not started before people have looked at it."""

    code = "emergency_forbidden"
    rule = "LST-01"
    detail = "该事项属于村级组织工作负面事项，不能应急先行；有异议的请提交申请，由县减负办人工审核"
    law = "禹会区村级组织工作任务责任清单"
    item: str
    name: str


class EmergencyNotNow(Invalid):
    """What starts later than the papers are due can wait for them."""

    code = "emergency_not_now"
    detail = "应急先行的任务须在今天起、补办手续期限以内开始；更晚开始的请先办理准入"
    until: date | None


class EmergencyFixed(Conflict):
    """Papers that follow a start are about what was started, nothing else."""

    code = "emergency_fixed"
    detail = "应急先行后补办手续，不能更改事项名称、范围、期限、频次、工作方式和工作量；需要更改的请另行申请"
    fields: list[str]


class PapersOwed(Conflict):
    """An emergency that has started is decided on, not given back."""

    code = "papers_owed"
    detail = "应急先行的事项须补办手续并等待决定，不能自行撤回；误用应急编号的，请由县减负办撤销"
