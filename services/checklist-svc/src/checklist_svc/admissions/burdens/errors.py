"""Refusals about burden budgets."""

from typing import Any

from servicekit.errors import Conflict, Invalid


class BudgetStands(Conflict):
    """A body has one budget in a year; it is changed, not set twice."""

    code = "burden_budget_stands"
    detail = "该机构本年度已有单列的负担预算，请在原记录上调整"


class BudgetYearOver(Conflict):
    """A year that is over was measured by the budget that it had."""

    code = "burden_budget_year_over"
    detail = "该年度已经结束，不得再设定、调整或者撤销其负担预算"


class OverBudget(Invalid):
    """The body's yearly budget does not hold this task; another one goes for it, or the approver decides."""

    code = "burden_over_budget"
    detail = "超出本部门年度负担分钟预算，须指明一项退出的准入事项腾出空间(一进一出)，或者写明理由由审定人员决定"
    years: dict[str, Any]


class ExcessUndecided(Conflict):
    """What the budget does not hold is granted only after the approver has allowed it."""

    code = "excess_undecided"
    detail = "该事项超出本部门年度负担分钟预算，须先由审定人员决定是否允许超出"


class ExcessRefused(Conflict):
    """The approver did not allow the body to go beyond its budget."""

    code = "excess_refused"
    detail = "审定人员不允许超出本部门年度负担分钟预算，不得准予；可以退回，由部门减少负担或者指明一项退出的事项"
