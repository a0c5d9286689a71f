"""Refusals of the edge itself."""

from servicekit.errors import Busy, Refusal, Unavailable


class AddressInvalid(Refusal):
    """The address could be read in two ways."""

    status = 400
    code = "address_invalid"
    detail = "请求地址格式有误"


class BodyKindRefused(Refusal):
    """Without a token only JSON and forms are taken."""

    status = 415
    code = "anonymous_body_kind"
    detail = "未登录时只接受 JSON 或表单内容"


class BodiesBusy(Busy):
    """Too much is being uploaded at the moment."""

    code = "uploads_busy"
    detail = "当前上传较多，请稍后重试"


class UpstreamUnreachable(Unavailable):
    """The service behind the gateway cannot be reached or answered nonsense."""

    status = 502
    code = "upstream_unreachable"
    detail = "后端服务连接失败，请稍后重试"
    upstream: str


class UpstreamBusy(Busy):
    """All places for requests to the service behind the gateway are taken; the service itself is well."""

    code = "upstream_busy"
    detail = "当前办理人数较多，请稍后重试"
    upstream: str


class UpstreamPaused(Unavailable):
    """The service behind the gateway has failed several times and gets a moment to recover."""

    code = "upstream_paused"
    detail = "后端服务正在恢复，请稍后重试"
    upstream: str


class UpstreamTimeout(Unavailable):
    """The service behind the gateway did not answer in time."""

    status = 504
    code = "upstream_timeout"
    detail = "后端服务响应超时，请稍后重试"
    upstream: str
