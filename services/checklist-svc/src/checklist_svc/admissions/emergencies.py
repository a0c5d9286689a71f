"""Work that starts before its papers are in (应急先行): its number, its papers, and what follows without them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from countykit import workdays
from countykit.calendar import Deadline, calendar_of
from countykit.identity import EVERYTHING, Caller
from servicekit.transaction import Transaction

from checklist_svc.admissions import numbers, screening
from checklist_svc.admissions.assignments import service as assignments
from checklist_svc.admissions.errors import EmergencyFixed, EmergencyForbidden, EmergencyNotNow, EmergencyUnexplained
from checklist_svc.admissions.models import WORKFLOW, Admission
from checklist_svc.settings import Settings

LAPSE = "emergency-lapse"
"""The job of `checklist_svc.imposed_tasks.lapses`, which reports what lapsed."""
_FIXED = ("title", "starts_on", "ends_on", "frequency", "regions", "work_form", "quantity", "emergency")
"""What the number was given for: a later paper says why, on which basis and at which cost."""


async def start(
    tx: Transaction, caller: Caller, admission_id: UUID, reason: str | None, settings: Settings
) -> Admission:
    """Give an emergency its number before the papers.

    Raises EmergencyUnexplained, EmergencyForbidden, EmergencyNotNow, ScopeOutside.
    """
    admission = await tx.locked(Admission, admission_id, caller.scope)
    taken = WORKFLOW.take(admission, "start", caller)
    admission.emergency_reason = reason or admission.emergency_reason
    if not admission.emergency_reason:
        raise EmergencyUnexplained
    await screening.require_places(tx, admission)
    rejection = screening.rejection_of(await screening.judged(tx, admission))
    if rejection is not None:
        raise EmergencyForbidden(item=rejection.cited_item, name=rejection.cited_name)
    await numbers.draw(tx, admission)
    await _owe_papers(tx, admission, settings)
    if not workdays.today(tx.now) <= admission.starts_on <= (admission.papers_by or admission.starts_on):
        raise EmergencyNotNow(until=admission.papers_by)
    admission.valid_until = admission.ends_on
    admission.signature = numbers.sign(admission, settings.signer)
    admission.took_part(caller)
    tx.record(taken.event(admission), about=admission, department=admission.department)
    return admission


async def _owe_papers(tx: Transaction, admission: Admission, settings: Settings) -> None:
    calendar = await calendar_of(tx, admission.region)
    admission.set_deadline(Deadline.of(calendar, workdays.today(tx.now), workdays=settings.emergency_workdays))
    tx.schedule(LAPSE, admission.id, admission.lapses_at)


def require_fixed(admission: Admission, amended: dict[str, Any]) -> None:
    """The papers of what has started leave its matter, places and days alone; raises EmergencyFixed."""
    changed = [name for name in _FIXED if getattr(admission, name) != amended[name]]
    if admission.number is not None and changed:
        raise EmergencyFixed(fields=changed)


def filed(tx: Transaction, admission: Admission) -> None:
    """The papers are in: the number stays until it is decided on them."""
    if admission.number is not None:
        tx.schedule(LAPSE, admission.id, None)


async def refused(tx: Transaction, admission: Admission) -> None:
    """An application is rejected: the number that it started with ends today."""
    if admission.number is not None:
        admission.ended_on = workdays.today(tx.now)
        await assignments.follow_admission(tx, admission)


async def returned(tx: Transaction, admission: Admission, settings: Settings) -> None:
    """Papers that were sent back are owed anew, from today."""
    if admission.number is not None:
        await _owe_papers(tx, admission, settings)


async def end_unfiled(tx: Transaction, key: str) -> Admission | None:
    """The last day for the papers has passed: the number ends. None where nothing is owed, or not yet."""
    admission = await tx.locked(Admission, UUID(key), EVERYTHING)
    if admission.papers_by is None or admission.lapses_at is None or admission.lapses_at > tx.now:
        tx.schedule(LAPSE, admission.id, admission.lapses_at)
        return None
    taken = WORKFLOW.take(admission, "lapse")
    admission.ended_on = admission.papers_by + timedelta(days=1)
    await assignments.follow_admission(tx, admission)
    tx.record(taken.event(admission), about=admission, department=admission.department)
    return admission
