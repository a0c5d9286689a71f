"""Refusals of HTTP itself: of requests that never reach a rule."""

from servicekit.errors import Invalid, Refusal, TooLarge


class Malformed(Refusal):
    """The request is malformed."""

    status = 400
    code = "malformed"
    detail = "请求格式有误"


class MalformedJson(Refusal):
    """The body is not valid JSON."""

    status = 400
    code = "malformed_json"
    detail = "请求内容不是有效的 JSON"


class NoSuchRoute(Refusal):
    """There is no such route."""

    status = 404
    code = "no_such_route"
    detail = "没有这个接口"


class MethodNotAllowed(Refusal):
    """The method is not allowed here."""

    status = 405
    code = "method_not_allowed"
    detail = "该接口不支持此方法"


class NotAcceptable(Refusal):
    """The route has no form that the Accept header allows."""

    status = 406
    code = "not_acceptable"
    detail = "该接口不能以所要求的格式返回内容"
    given: list[str]


class UnsupportedMediaType(Refusal):
    """The media type is not supported."""

    status = 415
    code = "unsupported_media_type"
    detail = "不支持该内容类型"


class InvalidRequest(Refusal):
    """The request does not match its schema."""

    status = 422
    code = "invalid_request"
    detail = "提交的内容不符合要求，请按提示修改"


class InvalidValue(Invalid):
    """A value is not acceptable."""

    code = "invalid_value"
    detail = "内容中含有不能保存的值"


class RateExceeded(Refusal):
    """Too many requests."""

    status = 429
    code = "rate_exceeded"
    detail = "请求过于频繁，请稍后再试"


class InternalError(Refusal):
    """An unexpected error."""

    status = 500
    code = "internal_error"
    detail = "系统内部错误，请将请求编号提供给运维人员"


_OF_FRAMEWORK: dict[int, type[Refusal]] = {
    kind.status: kind for kind in (Malformed, NoSuchRoute, MethodNotAllowed, TooLarge, UnsupportedMediaType)
}


def of_framework(status: int) -> Refusal:
    """The refusal behind a status that the framework raised by itself."""
    kind = _OF_FRAMEWORK.get(status, Refusal)
    return kind()
