"""Refusals about forms."""

from servicekit.errors import Conflict, Invalid

MARKS_LAW = "统计法(2024)第17条"


class MarksMissing(Invalid):
    """A form must carry its four statutory marks, and its approval must still be valid."""

    code = "marks_missing"
    rule = "FRM-01"
    detail = "报表须标明表号、制定机关、批准或备案文号、有效期限，缺失或过期的不得要求村级填报"
    law = MARKS_LAW


class FormExpired(Conflict):
    """The approval of the form has run out or does not reach that far."""

    code = "form_expired"
    rule = "FRM-01"
    detail = "该报表的有效期限已过或不足，村级组织可以拒填"
    law = MARKS_LAW


class FormCodeTaken(Conflict):
    """The county already has a live form under this code."""

    code = "form_code_taken"
    detail = "本县已有同一编码的报表，请使用其他编码或修改原报表"
