"""Refusals about visits."""

from servicekit.errors import Conflict


class AlreadyCharged(Conflict):
    """Another report of the same visit was confirmed: one visit is one matter and is charged once."""

    code = "visit_already_charged"
    rule = "INS-01"
    detail = "该单位当日到该村的检查已依另一件反映认定属实，同一次检查不重复认定，请注明后结案"
    law = "《整治形式主义为基层减负若干规定》·督查检查考核"


class AlreadyReported(Conflict):
    """This department's visit to the village on that day has been reported before."""

    code = "already_reported"
    detail = "该部门当日到该村的计划外检查已有人反映，不必重复提交"
