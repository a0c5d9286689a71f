"""Refusals about the browser's session; those of token requests are outcomes."""

from servicekit.errors import Forbidden


class ForeignOrigin(Forbidden):
    """The request comes from another site, or without the header that only our own pages send."""

    code = "foreign_origin"
    detail = "请求来源不受信任"
