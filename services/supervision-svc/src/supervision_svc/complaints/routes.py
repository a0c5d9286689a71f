"""HTTP about complaints: a box that is open to everybody, and the office's desk behind it."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from countykit import objections
from countykit.cases import CaseDecision
from countykit.directory import DEPARTMENT_REFUSALS, REGION_REFUSALS
from countykit.errors import DateInFuture
from countykit.hearings import QUESTION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from countykit.objections import CaseObjection, CaseReview, ObjectionLate
from countykit.questions import QuestionBody, StatementAwaited
from countykit.workdays import today
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Nobody, Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from supervision_svc.complaints import errors, repository, service
from supervision_svc.complaints.models import WORKFLOW, Complaint
from supervision_svc.complaints.schemas import (
    ComplaintAcceptance,
    ComplaintCode,
    ComplaintCount,
    ComplaintDecision,
    ComplaintRating,
    ComplaintReceipt,
    ComplaintRefusal,
    ComplaintStanding,
    ComplaintToMake,
    ComplaintView,
)
from supervision_svc.questions import QuestionView

box = Router(prefix="/v1/complaint-box", tags=["public"])
router = Router(prefix="/v1/complaints", tags=["complaints"])
counts = Router(prefix="/v1", tags=["complaints"])
Body = Annotated[Caller, allow(Role.DEPARTMENT)]
Reader = Annotated[
    Caller,
    allow(Role.COUNTY_OFFICE, Role.APPROVER, Role.INSPECTOR, Role.OBSERVER, Role.DEPARTMENT, Role.TOWNSHIP),
]


@box.post("", status_code=201, responses=refusals(*REGION_REFUSALS, DateInFuture, errors.ComplaintRepeated))
async def make_complaint(body: ComplaintToMake, tx: Nobody) -> ComplaintReceipt:
    """Complain without saying who you are; the code in the answer is the only way to what became of it."""
    return await service.receive(tx, body)


@box.post("/answer", responses=refusals(errors.ComplaintCodeUnknown))
async def read_complaint_answer(body: ComplaintCode, tx: Nobody) -> ComplaintStanding:
    """What became of a complaint, by its code, which stands in no address or log."""
    found = await repository.by_code(tx, body.code)
    return ComplaintStanding.model_validate(found)


@box.post(
    "/rating",
    responses=refusals(errors.ComplaintCodeUnknown, errors.ComplaintNotAnswered, errors.ComplaintRatedBefore),
)
async def rate_complaint_answer(body: ComplaintRating, tx: Nobody) -> ComplaintStanding:
    """Say once whether the answer helped."""
    found = await service.rate(tx, body.code, satisfied=body.satisfied)
    tx.target = None
    return ComplaintStanding.model_validate(found)


@router.get("")
async def list_complaints(
    tx: Tx, caller: Reader, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[ComplaintView]:
    """The complaints: all for the county's own bodies, for a charged body those that were judged."""
    statement = wanted.narrow(repository.visible(caller))
    return await page(tx, statement, Complaint, paging, view=lambda row: ComplaintView.seen_by(row, caller))


@counts.get("/complaint-counts")
async def list_complaint_counts(tx: Tx, caller: Body) -> Page[ComplaintCount]:
    """How many complaints about the caller's body were answered within a year, by action, from three on; one page."""
    since = today(tx.now) - timedelta(days=365)
    found = await repository.counts(tx, caller.bodies, since)
    return Page(items=[ComplaintCount(action=action, answered=number) for action, number in found], next=None)


@router.get("/{complaint_id}", responses=refusals(NotFound))
async def read_complaint(complaint_id: UUID, tx: Tx, caller: Reader) -> ComplaintView:
    """One complaint; the charged body never reads the complainant's words."""
    return ComplaintView.seen_by(await repository.get(tx, caller, complaint_id), caller)


@router.step(WORKFLOW, "acceptance", of="/{complaint_id}", refused=DEPARTMENT_REFUSALS)
async def accept_complaint(complaint_id: UUID, body: ComplaintAcceptance, tx: Tx, caller: Anyone) -> ComplaintView:
    """Take a complaint up and say which body it is about; that body does not learn of it before a verdict."""
    return ComplaintView.seen_by(await service.accept(tx, caller, complaint_id, body.department), caller)


@router.step(WORKFLOW, "rejection", of="/{complaint_id}")
async def reject_complaint(complaint_id: UUID, body: ComplaintRefusal, tx: Tx, caller: Anyone) -> ComplaintView:
    """Do not take a complaint up, and answer where it belongs."""
    return ComplaintView.seen_by(await service.reject(tx, caller, complaint_id, body.answer), caller)


@router.step(WORKFLOW, "confirmation", "dismissal", of="/{complaint_id}", refused=(StatementAwaited,))
async def judge_complaint(
    complaint_id: UUID, action: str, body: ComplaintDecision, tx: Tx, caller: Anyone
) -> ComplaintView:  # fmt: skip
    """Answer a complaint: found true, which counts against the body, or not."""
    return ComplaintView.seen_by(await service.judge(tx, caller, complaint_id, action, body), caller)


@router.step(WORKFLOW, "objection", of="/{complaint_id}", refused=(ObjectionLate,))
async def object_to_complaint(complaint_id: UUID, body: CaseObjection, tx: Tx, caller: Anyone) -> ComplaintView:
    """Object to the verdict as the charged body, within 30 days; the point is marked until it is decided."""
    row = await repository.locked(tx, caller, complaint_id)
    objections.object_to(tx, WORKFLOW, row, caller, body.grounds)
    return ComplaintView.seen_by(row, caller)


@router.step(WORKFLOW, "review", of="/{complaint_id}")
async def review_complaint(complaint_id: UUID, body: CaseReview, tx: Tx, caller: Anyone) -> ComplaintView:
    """Decide on the objection, as somebody who had no part in the verdict; what is overturned counts no more."""
    row = await repository.locked(tx, caller, complaint_id)
    objections.review(tx, WORKFLOW, row, caller, body.reason, decision=body.decision)
    return ComplaintView.seen_by(row, caller)


@router.step(WORKFLOW, "withdrawal", of="/{complaint_id}")
async def withdraw_complaint(complaint_id: UUID, body: CaseDecision, tx: Tx, caller: Anyone) -> ComplaintView:
    """Take a verdict back that proved wrong, as a second person; it counts no more."""
    row = await repository.locked(tx, caller, complaint_id)
    objections.review(tx, WORKFLOW, row, caller, body.reason)
    return ComplaintView.seen_by(row, caller)


@router.step(WORKFLOW, "question", of="/{complaint_id}", status_code=201, refused=QUESTION_REFUSALS)
async def question_about_complaint(complaint_id: UUID, body: QuestionBody, tx: Tx, caller: Anyone) -> QuestionView:
    """Hear the body by a neutral question before the verdict; it learns of no complaint, and the complaint stays."""
    return await service.put_question(tx, caller, complaint_id, body)
