"""The one list of what Songbang consists of; provisioning, local start, compose checks and tests all read it."""

from dataclasses import dataclass

from contracts import parts


@dataclass(frozen=True, slots=True)
class Part:
    """One deployable part. `name` is also its database, its login role and its topic's owner."""

    name: str
    distribution: str
    package: str
    port: int


GATEWAY = Part("gateway", "gateway", "gateway", 8080)
SERVICES = tuple(
    Part(service.name, f"{service.name}-svc", f"{service.name}_svc", service.port) for service in parts.SERVICES
)
PARTS = (*SERVICES, GATEWAY)
WEBHOOKS = "webhooks"
"""The gateway's delivery process: it works on the gateway's database, but has its own login at the bus."""
BUS_CLIENTS = (*(part.name for part in PARTS), WEBHOOKS)
"""The processes that log in at the bus."""
ARCHIVER = "archiver"
"""The login role of the process that keeps the server's journal: it may replicate, and reads no table."""
BUS_DATABASE = "bus"
