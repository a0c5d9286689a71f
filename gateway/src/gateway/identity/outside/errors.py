"""Refusals about signing in at an outside provider."""

from servicekit.errors import Conflict, Unavailable

from gateway.identity.tokens.outcomes import Denied


class OutsideOff(Conflict):
    """No outside provider is configured."""

    code = "outside_sign_in_off"
    detail = "本平台未接入外部统一身份认证，请用账号密码登录"


class OutsideAway(Unavailable):
    """The outside provider does not answer, or not as it should."""

    code = "outside_provider_away"
    detail = "外部统一身份认证暂时不可用，请稍后重试或用账号密码登录"


class OutsideDenied(Denied):
    """What came back from the outside provider proves nothing: another browser, another trip, or a forged token."""

    code = "outside_sign_in_denied"
    detail = "未能确认外部登录，请返回登录页重新发起"


class OutsideUnknown(Denied):
    """The provider knows the person, but no account here is bound to them."""

    code = "outside_login_unknown"
    detail = "该身份尚未与本平台账号绑定，请将身份标识提供给系统运维人员办理绑定"
    subject: str | None
