"""Refusals about forms."""

from servicekit.errors import Conflict, Invalid

MARKS_LAW = "统计法(2024)第17条"


class MarksMissing(Invalid):
    """A form must carry its four statutory marks, and its approval must still be valid."""

    code = "marks_missing"
    rule = "FRM-01"
    detail = "报表须标明表号、制定机关、批准或备案文号、有效期限，缺失或过期的不得要求村级填报"
    law = MARKS_LAW


class ElementUnfit(Invalid):
    """A column names a data element that it cannot ask for: of another unit, or not for villages."""

    code = "element_unfit"
    detail = "栏目与所选数据元不符：计量单位不同，或该数据元不应列入村级报表"
    law = "县级数据元管理规则（GB/T 18391《元数据注册系统》）"


class FieldUnknown(Invalid):
    """The form has no such column."""

    code = "form_field_unknown"
    detail = "报表没有该栏目"


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
