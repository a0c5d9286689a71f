"""Refusals about certificates."""

from datetime import date

from servicekit.errors import Conflict, Invalid, NotFound


class CodeUnknown(NotFound):
    """No certificate has this verification code."""

    code = "certificate_unknown"
    detail = "没有找到该验证码对应的证明，请核对后重试；多次核对无果的，该证明可能不是真的"


class ReasonNamesHolder(Invalid):
    """The reason is shown publicly and must not name the holder."""

    code = "personal_data_in_reason"
    detail = "原因会向社会公开，不得写入当事人姓名、身份证号或电话"


class CertificateExpired(Conflict):
    """What has run out is not issued again: the facts have to be looked into anew."""

    code = "certificate_expired"
    detail = "该证明已过有效期，不能补发；仍需使用的，请重新申请"


class CertificateNotValid(Conflict):
    """A copy of what nobody should rely on would mislead who gets it."""

    code = "certificate_not_valid"
    detail = "该证明已中止、撤销或者换发，不再打印"


class FaultUnheard(Conflict):
    """The county finds a fault only after the township could say something."""

    code = "fault_unheard"
    detail = "县级认定证明出具有过错的，须先暂停使用，听取乡镇陈述（5个工作日）后由另一人认定"
    until: date | None
