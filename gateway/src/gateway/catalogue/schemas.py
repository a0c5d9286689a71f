"""Bodies of the event-type routes."""

from typing import Any

import orjson
from contracts.catalogue import example_of, schema_of
from contracts.envelope import Event, schema_uri
from pydantic import Field
from servicekit.bodies import View

from gateway.catalogue.documents import sentence_of

EventClass = type[Event]


class EventTypeView(View):
    """A type of event."""

    table_title = "事件类型"

    type: str = Field(title="事件类型", examples=["signage.plaque.removed.v1"])
    title: str = Field(title="名称", examples=["摘除牌子"])
    description: str = Field(title="说明")
    topic: str = Field(title="主题", examples=["songbang.signage"])
    subject: str = Field(title="对象", examples=["plaques/{id}"])
    dataschema: str = Field(title="数据结构标识", examples=["urn:songbang:schema:signage.plaque.removed.v1"])

    @classmethod
    def of(cls, event: EventClass) -> "EventTypeView":
        """The view of one type."""
        return cls(
            type=event.type, title=event.title_zh, description=sentence_of(event), topic=event.topic_name(),
            subject=f"{event.collection}/{{id}}", dataschema=schema_uri(event.type),
        )  # fmt: skip


class EventTypesView(View):
    """The whole catalogue."""

    items: list[EventTypeView]


class EventTypeDetailView(EventTypeView):
    """A type with what it looks like."""

    json_schema: dict[str, Any] = Field(description="JSON Schema 2020-12 of the whole CloudEvents document")
    example: dict[str, Any] = Field(description="a document as it would be delivered")

    @classmethod
    def whole(cls, event: EventClass) -> "EventTypeDetailView":
        """The view of one type."""
        known = EventTypeView.of(event).model_dump()
        return cls(**known, json_schema=schema_of(event), example=orjson.loads(example_of(event)))
