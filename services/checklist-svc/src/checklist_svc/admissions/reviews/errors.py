"""Refusals about reviews."""

from datetime import date

from servicekit.errors import Conflict


class OpinionNotOverdue(Conflict):
    """The approver goes on without an opinion only after its last day."""

    code = "opinion_not_overdue"
    rule = "LST-02"
    detail = "审核意见尚未逾期，不能免予等待"
    law = "崆峒区规范指引(2023-08)"
    opine_by: date
