"""Refusals about visits."""

from servicekit.errors import Conflict


class AlreadyReported(Conflict):
    """This department's visit to the village on that day has been reported before."""

    code = "already_reported"
    detail = "该部门当日到该村的计划外检查已有人反映，不必重复提交"
