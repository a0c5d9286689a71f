"""Refusals about evaluations."""

from servicekit.errors import Conflict


class EvaluationPoor(Conflict):
    """What townships found poor is not admitted again without saying why."""

    code = "evaluation_poor"
    detail = "本部门同一事项上次执行被多数乡镇评价为差；仍拟准予的，须填写理由"
    number: str
    townships: list[str]
    evaluated: int


class WorkNotEnded(Conflict):
    """A task is evaluated at its end."""

    code = "work_not_ended"
    detail = "该事项在本乡镇仍有村在执行，结束后再作考核评价"
