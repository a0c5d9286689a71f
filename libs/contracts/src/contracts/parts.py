"""The services that publish events: the one list from which addresses, topics, databases and files are derived."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Service:
    """One service. `name` is also its topic's owner, its database, its login role and its path at the gateway."""

    name: str
    title_zh: str
    port: int


SERVICES = (
    Service("checklist", "减工作事务", 8101),
    Service("signage", "减牌子", 8102),
    Service("report", "减报表", 8103),
    Service("certificate", "减证明", 8104),
    Service("supervision", "减督考调研", 8105),
)
OWNERS = (*(service.name for service in SERVICES), "gateway")
"""Who publishes events: each owner has a topic, and modules of this package declare its events."""
