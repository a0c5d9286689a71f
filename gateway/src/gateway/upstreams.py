"""The table of upstreams: which path prefix belongs to which service."""

from dataclasses import dataclass

from gateway.settings import Settings


@dataclass(frozen=True, slots=True)
class Upstream:
    """A service behind the edge: `/api/<name>/v1/…` outside is `<url>/v1/…` inside."""

    name: str
    url: str


def upstreams(settings: Settings) -> dict[str, Upstream]:
    """Every upstream by its name."""
    addresses = {
        "checklist": settings.checklist_url,
        "signage": settings.signage_url,
        "report": settings.report_url,
        "certificate": settings.certificate_url,
        "supervision": settings.supervision_url,
    }
    return {name: Upstream(name, url.rstrip("/")) for name, url in addresses.items()}
