"""Refusals about visit passes."""

from servicekit.errors import Conflict, Invalid

_RULES = "整治形式主义为基层减负若干规定·督查检查考核"


class PassNotOfPlan(Conflict):
    """Passes are given for entries in force, for a village and a day of theirs that is not past."""

    code = "pass_not_of_plan"
    rule = "INS-12"
    detail = "计划不在执行中，或者不包括这个村（社区）、这一天，或者日期已过"
    law = "政府督查工作条例第15条"


class PassOverQuota(Conflict):
    """All visits of the entry have their passes."""

    code = "pass_over_quota"
    rule = "INS-02"
    detail = "该计划批准的到村次数已经用完，增加次数须一事一报"
    law = _RULES


class PassExists(Conflict):
    """There is a pass for this entry, village and day."""

    code = "pass_exists"
    detail = "该计划当日到该村的通行单已经签发"


class NothingShown(Invalid):
    """A check needs a code, or who came and what for."""

    code = "nothing_shown"
    detail = "请扫描或输入通行单编号；没有通行单的，请填写来访单位或者事由"


class NotToBeRefused(Conflict):
    """Only a visit about which the answer was red may be declined."""

    code = "visit_not_refusable"
    detail = "核验结论不是“可以谢绝”，不能登记谢绝；拿不准请询问县减负办"
