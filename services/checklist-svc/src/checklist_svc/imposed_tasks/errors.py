"""Refusals about imposed tasks."""

from servicekit.errors import Conflict


class TaskNotCharged(Conflict):
    """Only a verdict that stands is told on paper."""

    code = "task_not_charged"
    detail = "只有认定属实并且未被撤销的反映可以打印清单外派交认定通知书"


class TaskAdmitted(Conflict):
    """The task is admitted: a valid admission number of that department covers it, whoever showed it."""

    code = "task_admitted"
    detail = "该任务持有有效准入编号，属于已准入事项，不能认定为清单外派交"
    law = "LST-01:清单外事项未经县级党委政府统一部署不得派交村级"
    number: str
