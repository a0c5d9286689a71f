"""Refusals about admissions."""

from servicekit.errors import Conflict, Invalid


class NoticeTooShort(Invalid):
    """An application comes at least thirty working days before the task starts."""

    code = "notice_too_short"
    rule = "LST-03"
    detail = "须在任务开始前至少30个工作日提出申请；确属应急的，请走应急通道并说明理由"
    law = "北京西城区社区减负实施方案(2018)"


class FundingMissing(Invalid):
    """Entrusted work comes with its funds."""

    code = "funding_missing"
    rule = "LST-05"
    detail = "委托事项须载明经费来源和金额，经费由委托部门承担(费随事转)"
    law = "村民委员会组织法(2018)第37条"


class EmergencyUnexplained(Invalid):
    """The emergency path needs a reason."""

    code = "emergency_unexplained"
    detail = "走应急通道须说明理由"


class OverBudget(Invalid):
    """The department's yearly burden budget does not hold this task; it must drop another one for it."""

    code = "burden_over_budget"
    detail = "超出本部门年度负担分钟预算，须同时指明一项退出的准入事项腾出空间(一进一出)"


class DropInvalid(Invalid):
    """Only a running admission of the same department makes room for a new one."""

    code = "drop_invalid"
    detail = "退出事项须是本部门正在执行的准入事项"


class NothingToObjectTo(Conflict):
    """Only a refusal by the negative list itself can be objected to, and only once; a person's decision stands."""

    code = "nothing_to_object_to"
    detail = "只有清单自动比对退回、且未提出过异议的申请可以提出异议"


class ReviewsIncomplete(Conflict):
    """Every reviewing body has to agree before a task is admitted."""

    code = "reviews_incomplete"
    rule = "LST-02"
    detail = "联合审核尚未全部通过，不能准入"
    law = "崆峒区规范指引(2023-08)"


class NotAReviewBody(Invalid):
    """The body is not one of those that review admissions."""

    code = "review_body_unknown"
    detail = "该机构不在联合审核机构之列"


class ReviewRepeated(Conflict):
    """A body reviews a round of an application once."""

    code = "review_repeated"
    detail = "该机构已对本轮申请提出审核意见"


class ValidityInvalid(Invalid):
    """An admission is valid at most to the end of its task and not before its start."""

    code = "validity_invalid"
    detail = "有效期须在任务起止日期之内"
