"""Refusals that several aggregates share."""

from servicekit.errors import Conflict, Invalid


class DateInFuture(Invalid):
    """The day named has not come yet."""

    code = "date_in_future"
    detail = "日期不能晚于今天"


class SamePerson(Conflict):
    """Who did it must not be the one who checks it."""

    code = "same_person"
    detail = "办理人与核验人不能为同一人，请由另一名工作人员核验"
