"""Files as evidence on the records of this service: one line for each aggregate that takes them."""

from countykit.evidence import evidence
from countykit.identity import Role

from certificate_svc.applications import repository as applications
from certificate_svc.demands import repository as demands
from certificate_svc.models import Attachment
from certificate_svc.proceedings import repository as proceedings
from certificate_svc.trainings import repository as trainings

_LOCAL = frozenset({Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY_OFFICE})
"""Minutes name people: who has to do with the application, and nobody else."""

_COUNTER = frozenset({Role.VILLAGE, Role.TOWNSHIP})
"""A mandate or a register names people: those who may read the application in clear."""

_TRAINERS = frozenset({Role.TOWNSHIP, Role.COUNTY_OFFICE})

ROUTERS = [
    evidence(
        Attachment, "/v1/applications", "application", applications.seen,
        writers=_COUNTER, readers=_COUNTER, nameless=True,
    ),
    evidence(
        Attachment, "/v1/proceedings", "proceeding", proceedings.get,
        writers=_LOCAL, readers=_LOCAL, nameless=True,
    ),
    # What a demander wants in writing may name the villager.
    evidence(Attachment, "/v1/demands", "demand", demands.get, nameless=True),
    # Material: read by all who were trained, and never asked of a village.
    evidence(Attachment, "/v1/trainings", "training", trainings.seen, writers=_TRAINERS),
]  # fmt: skip
