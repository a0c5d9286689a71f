"""Applications that nobody decided in time (LST-03): each falls late by itself, and the approver urges the decision."""

from uuid import UUID

from countykit.identity import Caller
from countykit.lateness import LastDays
from servicekit.transaction import Transaction

from checklist_svc.admissions.models import WORKFLOW, Admission
from checklist_svc.admissions.states import State

LAST_DAYS = LastDays(
    Admission, WORKFLOW, "decision-lateness", awaited={State.SUBMITTED}, noted="decision_late", day="decide_by"
)


async def urge(tx: Transaction, caller: Caller, admission_id: UUID, reason: str) -> Admission:
    """The approver urges the county office to decide; raises IllegalTransition."""
    admission = await tx.locked(Admission, admission_id, caller.scope)
    taken = WORKFLOW.take(admission, "urging", caller)
    admission.urging = reason
    tx.record(taken.event(admission), about=admission, department=admission.department)
    return admission
