"""Refusals about complaints."""

from servicekit.errors import Conflict, NotFound


class ComplaintCodeUnknown(NotFound):
    """No complaint has this retrieval code."""

    code = "complaint_code_unknown"
    detail = "没有这个查询码对应的投诉举报，请核对后再输入"


class ComplaintRepeated(Conflict):
    """The same page has sent this complaint already: a double click."""

    code = "complaint_repeated"
    detail = "这份投诉举报已经收到，不必重复提交；请使用第一次给出的查询码"


class ComplaintNotAnswered(Conflict):
    """Whether an answer helped is said after it was given."""

    code = "complaint_not_answered"
    detail = "尚未答复，答复后再评价"


class ComplaintRatedBefore(Conflict):
    """Satisfaction is asked once."""

    code = "complaint_rated_before"
    detail = "已经评价过，只评价一次"


class ComplaintSamePerson(Conflict):
    """Who took a complaint up does not judge it."""

    code = "complaint_same_person"
    rule = "INS-14"
    detail = "受理与认定须由不同的人办理"
    law = "政府督查工作条例第16、17条：原经办人回避"
