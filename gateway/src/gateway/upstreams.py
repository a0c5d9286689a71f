"""The table of upstreams: which path prefix belongs to which service, and where the service is."""

from dataclasses import dataclass
from typing import Any

from contracts.parts import SERVICES
from pydantic import Field
from servicekit.settings import ServiceSettings, with_fields


@dataclass(frozen=True, slots=True)
class Upstream:
    """A service behind the edge: `/api/<name>/v1/…` outside is `<url>/v1/…` inside."""

    name: str
    url: str


def _addresses() -> dict[str, tuple[Any, Any]]:
    return {
        f"{part.name}_url": (str, Field(f"http://127.0.0.1:{part.port}", description=f"address of {part.name}-svc"))
        for part in SERVICES
    }


@with_fields(_addresses())
class UpstreamSettings(ServiceSettings):
    """Where each service is: `<name>_url`."""


def upstreams(settings: ServiceSettings) -> dict[str, Upstream]:
    """Every upstream by its name."""
    return {
        service.name: Upstream(service.name, str(getattr(settings, f"{service.name}_url")).rstrip("/"))
        for service in SERVICES
    }
