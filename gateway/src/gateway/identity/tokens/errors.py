"""Refusals about the browser's session; those of token requests are outcomes."""

from servicekit.errors import Forbidden, Unavailable


class ForeignOrigin(Forbidden):
    """The request comes from another site, or without the header that only our own pages send."""

    code = "foreign_origin"
    detail = "请求来源不受信任"


class LoginsBusy(Unavailable):
    """Too many logins at the same moment."""

    code = "logins_busy"
    detail = "当前登录人数较多，请稍后重试"
