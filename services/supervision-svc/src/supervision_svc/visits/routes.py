"""HTTP about visits."""

from typing import Annotated
from uuid import UUID

from contracts.titles import TITLE
from countykit import objections
from countykit.cases import CaseDecision
from countykit.directory import DEPARTMENT_REFUSALS, REGION_REFUSALS
from countykit.errors import DateInFuture
from countykit.hearings import QUESTION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from countykit.joining import JoiningBody, Judge, MatterJudged, NotOneMatter, propose_dismissal
from countykit.objections import CaseObjection, CaseReview, ObjectionLate
from countykit.questions import QuestionBody, StatementAwaited
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, SortedPaging, page, sorted_by
from servicekit.problems import refusals

from supervision_svc.plan.errors import NotTheFiler, PlanDoesNotCover, PlanEntryUnknown, PlanNumberMissing
from supervision_svc.questions import QuestionView
from supervision_svc.visits import repository, service
from supervision_svc.visits.errors import AlreadyCharged, AlreadyReported, CorrectionEmpty, InvitedOnly, VisitCounts
from supervision_svc.visits.models import WORKFLOW, Visit
from supervision_svc.visits.schemas import OffplanReport, VisitCorrection, VisitDecision, VisitRecord, VisitView

router = Router(prefix="/v1/visits", tags=["visits"])
Visitor = Annotated[Caller, allow(Role.INSPECTOR, Role.DEPARTMENT)]
Reporter = Annotated[Caller, allow(Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY_OFFICE)]


@router.post(
    "", status_code=201,
    responses=refusals(
        *REGION_REFUSALS, *DEPARTMENT_REFUSALS, DateInFuture, NotTheFiler, PlanNumberMissing, PlanEntryUnknown,
        PlanDoesNotCover, InvitedOnly,
    ),
)  # fmt: skip
async def record_visit(body: VisitRecord, tx: Tx, caller: Visitor) -> VisitView:
    """Record a visit that the inspectors made to a village, or that a body made by its number in the plan."""
    return VisitView.of(await service.record(tx, caller, body), caller)


@router.post(
    "/offplan", status_code=201, openapi_extra={TITLE: "反映计划外检查"},
    responses=refusals(*REGION_REFUSALS, *DEPARTMENT_REFUSALS, DateInFuture, AlreadyReported),
)  # fmt: skip
async def report_offplan_visit(body: OffplanReport, tx: Tx, caller: Reporter) -> VisitView:
    """Report that somebody inspected a village outside of the yearly plan (INS-01)."""
    return VisitView.of(await service.report_offplan(tx, caller, body), caller)


@router.get("")
async def list_visits(
    tx: Tx,
    caller: Anyone,
    paging: Annotated[SortedPaging, sorted_by("id", "created_at", "updated_at", visited_on="检查日期")],
    wanted: Annotated[Wanted, repository.FILTERS],
) -> Page[VisitView]:
    """The visits within the caller's region; a department sees its own, once they are confirmed."""
    statement = wanted.narrow(repository.visible(caller))
    found = await page(tx, statement, Visit, paging, view=lambda row: VisitView.of(row, caller))
    await service.JOINING.tell(tx, *found.items)
    return found


@router.get("/{visit_id}", responses=refusals(NotFound))
async def read_visit(visit_id: UUID, tx: Tx, caller: Anyone) -> VisitView:
    """One visit."""
    view = VisitView.of(await repository.get(tx, caller, visit_id), caller)
    await service.JOINING.tell(tx, view)
    return view


@router.get("/{visit_id}/alike", responses=refusals(NotFound))
async def list_visit_alike(visit_id: UUID, tx: Tx, caller: Judge) -> Page[VisitView]:
    """The reports about the same body within 30 days to which it may be joined, those of its day first; one page."""
    found = await service.JOINING.alike(tx, caller, visit_id)
    return Page(items=[VisitView.of(visit, caller) for visit in found], next=None)


@router.step(WORKFLOW, "joining", of="/{visit_id}", refused=(NotOneMatter, StatementAwaited))
async def join_visit(visit_id: UUID, body: JoiningBody, tx: Tx, caller: Anyone) -> VisitView:
    """Put a report to another one of its matter, which answers for both; who joins them does not judge it."""
    return VisitView.of(await service.JOINING.join(tx, caller, visit_id, body.into), caller)


@router.step(WORKFLOW, "parting", of="/{visit_id}", refused=(MatterJudged,))
async def part_visit(visit_id: UUID, tx: Tx, caller: Anyone) -> VisitView:
    """Make a joined report a matter of its own again, as long as nothing is judged."""
    return VisitView.of(await service.JOINING.part(tx, caller, visit_id), caller)


@router.step(WORKFLOW, "dismissal-proposal", of="/{visit_id}")
async def propose_dismissal_of_visit(visit_id: UUID, body: VisitDecision, tx: Tx, caller: Anyone) -> VisitView:
    """Say why several reports of one visit are unfounded; another person decides on it by the dismissal."""
    visit = await repository.locked(tx, caller, visit_id)
    propose_dismissal(tx, WORKFLOW, visit, caller, body.reason)
    return VisitView.of(visit, caller)


@router.step(
    WORKFLOW, "correction", of="/{visit_id}",
    refused=(
        VisitCounts, CorrectionEmpty, DateInFuture, PlanEntryUnknown, PlanDoesNotCover, *REGION_REFUSALS,
    ),
)  # fmt: skip
async def correct_visit(visit_id: UUID, body: VisitCorrection, tx: Tx, caller: Anyone) -> VisitView:
    """Put right how a visit was recorded, as who recorded it; what it said before stays readable."""
    return VisitView.of(await service.correct(tx, caller, visit_id, body), caller)


@router.step(
    WORKFLOW, "confirmation", "dismissal", of="/{visit_id}", bulk=True, refused=(AlreadyCharged, StatementAwaited)
)
async def step_offplan_visit(visit_id: UUID, action: str, body: VisitDecision, tx: Tx, caller: Anyone) -> VisitView:
    """Confirm a reported visit, which counts against the body that came, or dismiss it: nobody is charged."""
    return VisitView.of(await service.decide(tx, caller, visit_id, action, body), caller)


@router.step(WORKFLOW, "objection", of="/{visit_id}", refused=(ObjectionLate,))
async def object_to_visit(visit_id: UUID, body: CaseObjection, tx: Tx, caller: Anyone) -> VisitView:
    """Object to the verdict as the body that came, within 30 days; the point is marked until it is decided."""
    visit = await repository.locked(tx, caller, visit_id)
    objections.object_to(tx, WORKFLOW, visit, caller, body.grounds)
    return VisitView.of(visit, caller)


@router.step(WORKFLOW, "review", of="/{visit_id}")
async def review_visit(visit_id: UUID, body: CaseReview, tx: Tx, caller: Anyone) -> VisitView:
    """Decide on the objection, as somebody who had no part in the verdict; what is overturned counts no more."""
    visit = await repository.locked(tx, caller, visit_id)
    objections.review(tx, WORKFLOW, visit, caller, body.reason, decision=body.decision)
    return VisitView.of(visit, caller)


@router.step(WORKFLOW, "withdrawal", of="/{visit_id}")
async def withdraw_visit(visit_id: UUID, body: CaseDecision, tx: Tx, caller: Anyone) -> VisitView:
    """Take a verdict back that proved wrong, as a second person; it counts no more."""
    visit = await repository.locked(tx, caller, visit_id)
    objections.review(tx, WORKFLOW, visit, caller, body.reason)
    return VisitView.of(visit, caller)


@router.step(WORKFLOW, "question", of="/{visit_id}", status_code=201, refused=QUESTION_REFUSALS)
async def question_about_visit(visit_id: UUID, body: QuestionBody, tx: Tx, caller: Anyone) -> QuestionView:
    """Hear the body by a neutral question before the verdict; it learns of no report, and the report does not move."""
    return await service.put_question(tx, caller, visit_id, body)
