"""A certificate that was issued wrongly counts against its township: who may find that, and how it is contested."""

from datetime import date
from typing import Any

from contracts.envelope import Event
from contracts.faults import CertificateFaultObjected, CertificateFaultStruck, CertificateFaultUpheld
from countykit.cases import ReporterCannotJudge
from countykit.identity import Caller
from countykit.marks import no_part

from certificate_svc.certificates.errors import FaultUnheard

HEARING_WORKDAYS = 5
"""Working days that a township has for its statement."""
not_the_judge = no_part("revoked_by", "suspended_by")
"""Nobody reviews a fault that they found, or the doubt that they raised."""


def require_heard(row: Any, caller: Caller, *, suspended: bool, until: date | None, day: date) -> None:
    """The county finds a fault in two people and after a hearing; a township's own finding needs neither.

    `until` is the last day of the hearing. Raises FaultUnheard, ReporterCannotJudge.
    """
    if caller.is_of_a_township:
        return
    if not suspended or (row.statement is None and (until is None or day <= until)):
        raise FaultUnheard() if until is None else FaultUnheard(until=until.isoformat())
    if caller.is_any_of(row.suspended_by):
        raise ReporterCannotJudge


def objected(row: Any, _: object) -> Event:
    """The event of an objection."""
    return CertificateFaultObjected(counted_on=row.revoked_on)


def upheld(row: Any, _: object) -> Event:
    """The event of a fault that stands."""
    return CertificateFaultUpheld(counted_on=row.revoked_on)


def struck(row: Any, _: object) -> Event:
    """The event of a fault that was none; to be made before the row forgets it."""
    return CertificateFaultStruck(
        item=row.item_code, counted_on=row.revoked_on, fault=row.fault, forbidden=row.forbidden,
        by_objection=row.objection is not None,
    )  # fmt: skip
