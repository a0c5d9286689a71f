"""HTTP about assignments."""

from typing import Annotated
from uuid import UUID

from countykit.directory import REGION_REFUSALS
from countykit.identity import Anyone
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages
from servicekit.problems import refusals

from checklist_svc.admissions.agreements.errors import AgreementMissing
from checklist_svc.admissions.assignments import errors, service
from checklist_svc.admissions.assignments.models import WORKFLOW
from checklist_svc.admissions.assignments.repository import ASSIGNMENTS
from checklist_svc.admissions.assignments.schemas import Answers, AssignmentView, Dispatch, Recall
from checklist_svc.admissions.models import WORKFLOW as ADMISSIONS
from checklist_svc.admissions.schemas import AdmissionView

router = Router(prefix="/v1", tags=["assignments"])


@router.step(
    ADMISSIONS,
    "assignment",
    of="/admissions/{admission_id}",
    refused=(
        errors.AssignmentOutside, errors.AssignmentBackdated, errors.AssignmentMoreOften,
        errors.EntrustedNotPurchased, errors.AlreadyAssigned, AgreementMissing, *REGION_REFUSALS,
    ),
)  # fmt: skip
async def dispatch_admission(admission_id: UUID, body: Dispatch, tx: Tx, caller: Anyone) -> AdmissionView:
    """Dispatch an admitted task to villages: who there does it, how often, until when, and as what.

    To a village to which it was not dispatched the task asks nothing. The assignments are listed by `admission_id`.
    """
    return AdmissionView.of(await service.dispatch(tx, caller, admission_id, body), caller)


@router.get("/assignments")
async def list_assignments(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, ASSIGNMENTS.filters]
) -> Page[AssignmentView]:
    """What is dispatched to the villages of the caller's region; departments see their own."""
    return await ASSIGNMENTS.page(tx, caller.scope, wanted, paging, lambda row: AssignmentView.of(row, caller))


@router.get("/assignments/{assignment_id}", responses=refusals(NotFound))
async def read_assignment(assignment_id: UUID, tx: Tx, caller: Anyone) -> AssignmentView:
    """One task in one village."""
    return AssignmentView.of(await ASSIGNMENTS.get(tx, caller.scope, assignment_id), caller)


@router.step(
    WORKFLOW,
    "satisfaction",
    of="/assignments/{assignment_id}",
    refused=(errors.VisitNotDrawn, errors.AnswersAlreadyRecorded),
)
async def record_villagers_answers(assignment_id: UUID, body: Answers, tx: Tx, caller: Anyone) -> AssignmentView:
    """Record what villagers said of the task at a drawn visit; shown by township, and only of five or more people."""
    return AssignmentView.of(await service.record_answers(tx, caller, assignment_id, body), caller)


@router.step(WORKFLOW, "recall", of="/assignments/{assignment_id}", bulk=True)
async def recall_assignment(assignment_id: UUID, body: Recall, tx: Tx, caller: Anyone) -> AssignmentView:
    """Ask nothing of the village any more, from today on."""
    return AssignmentView.of(await service.recall(tx, caller, assignment_id, body.reason), caller)
