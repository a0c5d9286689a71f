"""Refusals that several aggregates share."""

from servicekit.errors import Conflict


class SamePerson(Conflict):
    """Who did it must not be the one who checks it."""

    code = "same_person"
    detail = "办理人与核验人不能为同一人，请由另一名工作人员核验"
