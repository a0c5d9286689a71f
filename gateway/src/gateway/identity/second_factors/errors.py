"""Refusals about second factors."""

from servicekit.errors import Conflict, Forbidden

_STANDARD = "GB/T 22239-2019 身份鉴别：应采用两种或两种以上组合的鉴别技术对用户进行身份鉴别"


class SecondFactorKnown(Conflict):
    """The account has a confirmed second factor already; it is removed before another is enrolled."""

    code = "second_factor_known"
    detail = "已绑定动态口令；如需更换，请先解除绑定"


class SecondFactorMissing(Conflict):
    """The account has no second factor, or none that waits to be confirmed."""

    code = "second_factor_missing"
    detail = "尚未开始绑定动态口令"


class EnrolmentNeeded(Forbidden):
    """The post needs a second factor; nothing but enrolling one is allowed."""

    code = "second_factor_enrolment_needed"
    detail = "您的职务须使用动态口令登录，请先完成绑定"
    law = _STANDARD
