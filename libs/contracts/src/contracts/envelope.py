"""The envelope around every fact: CloudEvents 1.0 in structured JSON."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar, Generic, Literal, TypeVar
from uuid import UUID

import orjson
import uuid_utils.compat
from pydantic import AwareDatetime, BaseModel, ConfigDict

from contracts.titles import TitledEnum

TOPIC_PREFIX = "songbang."


def new_id() -> UUID:
    """A UUIDv7: unique, and sorted by the moment it was made."""
    return uuid_utils.compat.uuid7()


class Audience(TitledEnum, name="audience", title_zh="可订阅范围"):
    """Who may follow an event from outside: through webhooks, the feed and sealed files."""

    READERS = "readers", "各级订阅方"
    """Each reader of events within its region."""
    COUNTY = "county", "县级订阅方"
    """Not the departments. Somebody reported them, or the county wrote to a township: a department that followed this
    would know who complained about it, which the complaint channel forbids (建渠道: anonymous)."""
    JUDGES = "judges", "认定与监督人员"
    """Only those who judge or watch over the county, and their systems: nobody has judged this report yet, or it was
    found wrong. Other readers learn what was confirmed."""
    OPERATORS = "operators", "对接与运维人员"
    """Those who run the endpoints of other systems."""


class Event(BaseModel):
    """One fact in the past tense; the fields of a subclass are the CloudEvents `data`. Facts only, no personal data."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: ClassVar[str]
    """`owner.subject.past-tense.vN`, for instance `checklist.admission.granted.v1`."""
    title_zh: ClassVar[str]
    """What people call it, such as 准予准入; the name of one fact in lists, letters and the dashboard."""
    collection: ClassVar[str]
    """The plural noun of the subject's URL, so that `subject` reads `admissions/<id>`."""
    audience: ClassVar[Audience]
    """Who may follow it; every class declares its own, and none inherits one."""

    @classmethod
    def topic_name(cls) -> str:
        """One topic per owner."""
        return topic_of(cls.type)


def topic_of(type: str) -> str:
    """The topic that carries events of this type."""
    return TOPIC_PREFIX + type.split(".", 1)[0]


E = TypeVar("E", bound=Event)


class Envelope(BaseModel, Generic[E]):
    """A received event. `sequence` grows by one with every event of the same subject."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: Literal["1.0"]
    id: UUID
    source: str
    type: str
    subject: str
    time: AwareDatetime
    dataschema: str
    region: str
    department: str | None = None
    sequence: int
    traceparent: str | None = None
    data: E

    @property
    def subject_id(self) -> UUID:
        """The identifier behind the collection name in `subject`."""
        return UUID(self.subject.rpartition("/")[2])


def source_of(type: str) -> str:
    """The service that owns a type, as CloudEvents `source`."""
    owner = type.split(".", 1)[0]
    return "/gateway" if owner == "gateway" else f"/{owner}-svc"


def schema_uri(type: str) -> str:
    """The `dataschema` of a type; the document itself is served by the event catalogue."""
    return f"urn:songbang:schema:{type}"


def encode(
    event: Event,
    *,
    id: UUID,
    subject_id: UUID | str,
    time: datetime,
    sequence: int,
    attributes: Mapping[str, str | None],
) -> bytes:
    """The one JSON document that Kafka, webhooks, the feed and sealed files carry byte for byte.

    `attributes` are CloudEvents extension attributes (`region`, `department`, `traceparent`); None leaves one out.
    """
    document: dict[str, Any] = {
        "specversion": "1.0",
        "id": str(id),
        "source": source_of(event.type),
        "type": event.type,
        "subject": f"{event.collection}/{subject_id}",
        "time": time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "dataschema": schema_uri(event.type),
        "sequence": sequence,
    }
    document |= {name: value for name, value in attributes.items() if value is not None}
    document["data"] = event.model_dump(mode="json")
    return orjson.dumps(document)


def every_event() -> list[type[Event]]:
    """All event types whose modules have been imported, sorted by type."""
    found: list[type[Event]] = []
    pending: list[type[Event]] = [Event]
    while pending:
        for subclass in pending.pop().__subclasses__():
            pending.append(subclass)
            if "type" in subclass.__dict__:
                found.append(subclass)
    return sorted(found, key=lambda event: event.type)
