"""Refusals about programmes and their measures."""

from servicekit.errors import Conflict, Invalid


class ProgrammeDaysUnfit(Invalid):
    """A deadline lies outside of the programme, in the past, or the days are the wrong way round."""

    code = "programme_days_unfit"
    detail = "任务期限应在方案起止日期之内，且不早于今天；方案期限不超过三年"
    measure: int | None


class MeasureBodyUnfit(Invalid):
    """A measure is answered for by one body, or by townships, each for itself; never by a village."""

    code = "measure_body_unfit"
    detail = "每项任务填写一个责任单位，或者一个以上责任乡镇；方案任务不得交由村级承担"
    law = "关于规范村级组织工作事务、机制牌子和证明事项的意见（中办、国办）"
    measure: int


class MeasureTargetUnfit(Invalid):
    """A target does not fit what its success is counted in."""

    code = "measure_target_unfit"
    detail = "目标值不合适：比例填写0到1之间的小数（如0.95），件数填写不小于0的整数"
    measure: int


class ProgrammeTooLarge(Invalid):
    """More rows than a programme can be followed by."""

    code = "programme_too_large"
    detail = "方案分解到责任单位后不得超过500项"
    rows: int


class ProgrammeSamePerson(Conflict):
    """Who filed a programme does not approve it."""

    code = "programme_same_person"
    detail = "报审与审批须由不同的人办理"


class ProgrammeReplacedUnknown(Invalid):
    """The programme to be replaced is not one of this county's that is in force."""

    code = "programme_replaced_unknown"
    detail = "要替代的方案不存在、不属于本县，或者已不在执行中"


class ProgrammeUnsettled(Conflict):
    """Measures still run or wait for a ruling."""

    code = "programme_unsettled"
    detail = "还有任务在执行或逾期未处理，办结后再总结方案"
    waiting: int


class PostponementUnfit(Invalid):
    """A postponed measure needs a day after today, within a year; a closed one has none."""

    code = "postponement_unfit"
    detail = "同意延期的，填写今天之后一年之内的新期限；按未完成结案的不填"


class ProgrammeNotOut(Conflict):
    """What is not approved is no document."""

    code = "programme_not_out"
    detail = "实施方案尚未批准印发，不能出具文书"
