"""Applications that nobody decided in time (LST-03): each falls late by itself, and the approver urges the decision."""

from uuid import UUID

from countykit.identity import EVERYTHING, Caller
from servicekit.due import Job
from servicekit.transaction import Transaction

from checklist_svc.admissions.models import WORKFLOW, Admission
from checklist_svc.admissions.repository import DECIDING


def schedule(tx: Transaction, admission: Admission) -> None:
    """Put an application on the due-list, or off it when nobody waits for its decision."""
    tx.schedule(LATENESS.name, admission.id, admission.late_at)


async def fall_late(tx: Transaction, key: str) -> None:
    """The last day to decide has passed."""
    admission = await tx.locked(Admission, UUID(key), EVERYTHING)
    if admission.late_at is None or admission.late_at > tx.now:
        schedule(tx, admission)
        return
    taken = WORKFLOW.take(admission, "lateness")
    admission.decision_late = True
    tx.record(taken.event(admission), about=admission, department=admission.department)


LATENESS = Job("decision-lateness", fall_late, DECIDING)


async def urge(tx: Transaction, caller: Caller, admission_id: UUID, reason: str) -> Admission:
    """The approver urges the county office to decide; raises IllegalTransition."""
    admission = await tx.locked(Admission, admission_id, caller.scope)
    taken = WORKFLOW.take(admission, "urging", caller)
    admission.urging = reason
    tx.record(taken.event(admission), about=admission, department=admission.department)
    return admission
