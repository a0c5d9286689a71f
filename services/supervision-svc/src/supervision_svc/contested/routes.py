"""HTTP about contested findings."""

from uuid import UUID

from countykit.identity import Anyone
from countykit.objections import CaseObjection, CaseReview, ObjectionLate
from servicekit.http import Router, Tx

from supervision_svc.contested.voiding import lock_what_rests_on, void_of_finding
from supervision_svc.findings import service
from supervision_svc.findings.models import WORKFLOW, State
from supervision_svc.findings.schemas import FindingView

router = Router(prefix="/v1", tags=["findings"])


@router.step(WORKFLOW, "objection", of="/findings/{finding_id}", refused=(ObjectionLate,))
async def object_to_finding(finding_id: UUID, body: CaseObjection, tx: Tx, caller: Anyone) -> FindingView:
    """Contest a finding as its township, within 30 days; deadlines run on until that is decided."""
    return FindingView.of(await service.object_to(tx, caller, finding_id, body.grounds), caller)


@router.step(WORKFLOW, "review", of="/findings/{finding_id}")
async def review_finding(finding_id: UUID, body: CaseReview, tx: Tx, caller: Anyone) -> FindingView:
    """Decide on the objection, as somebody who did not find it; overturned, its letter and repairs fall."""
    await lock_what_rests_on(tx, finding_id)
    finding = await service.review(tx, caller, finding_id, body.decision, body.reason)
    if finding.state is State.OVERTURNED:
        await void_of_finding(tx, finding.id)
    return FindingView.of(finding, caller)
