"""Refusals about certificates."""

from servicekit.errors import Invalid, NotFound


class CodeUnknown(NotFound):
    """No certificate has this verification code."""

    code = "certificate_unknown"
    detail = "没有找到该验证码对应的证明，请核对后重试；多次核对无果的，该证明可能不是真的"


class ReasonNamesHolder(Invalid):
    """The reason is shown publicly and must not name the holder."""

    code = "personal_data_in_reason"
    detail = "原因会向社会公开，不得写入当事人姓名、身份证号或电话"
