"""The one list of what Songbang consists of; provisioning, local start, compose checks and tests all read it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One deployable part. `name` is also its database, its login role and its topic's owner."""

    name: str
    distribution: str
    package: str
    port: int


GATEWAY = Part("gateway", "gateway", "gateway", 8080)
SERVICES = (
    Part("checklist", "checklist-svc", "checklist_svc", 8101),
    Part("signage", "signage-svc", "signage_svc", 8102),
    Part("report", "report-svc", "report_svc", 8103),
    Part("certificate", "certificate-svc", "certificate_svc", 8104),
    Part("supervision", "supervision-svc", "supervision_svc", 8105),
)
PARTS = (*SERVICES, GATEWAY)
BUS_DATABASE = "bus"
