"""Refusals about event types."""

from servicekit.errors import Invalid, NotFound


class EventTypeUnknown(Invalid):
    """A filter names no event type of the catalogue."""

    code = "event_type_unknown"
    detail = "事件类型不存在，可填完整类型、“归属.*”或“归属.主题.*”"
    types: list[str]


class NoSuchEventType(NotFound):
    """The catalogue has no such event type."""

    code = "no_such_event_type"
    detail = "没有这个事件类型"
