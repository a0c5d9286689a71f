"""HTTP about contested findings."""

from uuid import UUID

from countykit.calendar import calendar_of
from countykit.identity import Anyone
from countykit.objections import CaseObjection, CaseReview, ObjectionLate
from servicekit.http import Router, Tx

from supervision_svc.contested.voiding import (
    lock_what_rests_on,
    object_to_problem,
    review_problem,
    void_of_finding,
)
from supervision_svc.findings import service
from supervision_svc.findings.models import WORKFLOW, State
from supervision_svc.findings.schemas import FindingView
from supervision_svc.rectifications.models import WORKFLOW as REPAIRS
from supervision_svc.rectifications.schemas import RectificationView

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


@router.step(REPAIRS, "objection", of="/rectifications/{rectification_id}", refused=(ObjectionLate,))
async def object_to_written_problem(
    rectification_id: UUID, body: CaseObjection, tx: Tx, caller: Anyone
) -> RectificationView:  # fmt: skip
    """Contest a problem of a letter that rests on no finding, within 30 days of the receipt; deadlines run on."""
    row = await object_to_problem(tx, caller, rectification_id, body.grounds)
    return RectificationView.at(row, caller, tx.now, await calendar_of(tx, row.region))


@router.step(REPAIRS, "review", of="/rectifications/{rectification_id}")
async def review_written_problem(
    rectification_id: UUID, body: CaseReview, tx: Tx, caller: Anyone
) -> RectificationView:  # fmt: skip
    """Decide on the objection, as somebody who did not send the letter; overturned, the repair and the problem fall."""
    row = await review_problem(tx, caller, rectification_id, body.decision, body.reason)
    return RectificationView.at(row, caller, tx.now, await calendar_of(tx, row.region))
