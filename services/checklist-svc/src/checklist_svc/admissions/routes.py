"""HTTP about admissions."""

from typing import Annotated
from uuid import UUID

from countykit import workdays
from countykit.directory import DEPARTMENT_REFUSALS, REGION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from servicekit.drafts import DraftSubmitted, patch_body
from servicekit.errors import Forbidden, NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from checklist_svc.admissions import emergencies, errors, lateness, repository, service
from checklist_svc.admissions.burdens.errors import ExcessRefused, ExcessUndecided, OverBudget
from checklist_svc.admissions.burdens.schemas import ExcessDecision
from checklist_svc.admissions.evaluations import service as evaluations
from checklist_svc.admissions.evaluations.errors import EvaluationPoor
from checklist_svc.admissions.models import WORKFLOW, Admission
from checklist_svc.admissions.reviews.repository import of_admission
from checklist_svc.admissions.schemas import (
    AdmissionView,
    Application,
    ApplicationPatch,
    Decision,
    Endorsement,
    Objection,
    Start,
    Submission,
    Urging,
    Withdrawal,
)
from checklist_svc.admissions.timings.errors import EffortMissing
from checklist_svc.repeals.errors import BasisRepealed
from checklist_svc.settings import Configured

router = Router(prefix="/v1", tags=["admissions"])
Department = Annotated[Caller, allow(Role.DEPARTMENT)]
_ONE = "/admissions/{admission_id}"
_SCREENED = (
    errors.NoticeTooShort, errors.FundingMissing, errors.EmergencyUnexplained, OverBudget, errors.DropInvalid,
    errors.FollowsInvalid, errors.ScopeOutside, errors.EmergencyFixed, errors.PlanEntryMissing, errors.MatterUnlisted,
    EffortMissing, BasisRepealed, *REGION_REFUSALS,
)  # fmt: skip


@router.post(
    "/admissions",
    status_code=201,
    responses=refusals(Forbidden, errors.FollowsInvalid, errors.ScopeOutside, *REGION_REFUSALS, *DEPARTMENT_REFUSALS),
)
async def draft_admission(application: Application, tx: Tx, caller: Department) -> AdmissionView:
    """Draft an application to give a task to villages."""
    return AdmissionView.of(await service.draft(tx, caller, application), caller)


@router.get("/admissions")
async def list_admissions(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[AdmissionView]:
    """Applications and admissions; `overdue` keeps those undecided after their last day (LST-03)."""
    statement = wanted.narrow(repository.visible(caller.scope))
    if wanted.values["overdue"]:
        statement = statement.where(repository.overdue(workdays.today(tx.now)))
    return await page(tx, statement, Admission, paging, view=lambda admission: AdmissionView.of(admission, caller))


@router.get("/admissions/{admission_id}", responses=refusals(NotFound))
async def read_admission(admission_id: UUID, tx: Tx, caller: Anyone, settings: Configured) -> AdmissionView:
    """One application or admission with its reviews, and how the same matter went before."""
    admission = await repository.get(tx, caller.scope, admission_id)
    reviews, found = await of_admission(tx, admission.id), await evaluations.earlier(tx, admission, settings)
    return AdmissionView.of(admission, caller, reviews, found)


@router.step(
    WORKFLOW, "amendment", of=_ONE, method="PATCH", refused=(DraftSubmitted, errors.EmergencyFixed),
    openapi_extra=patch_body(ApplicationPatch),
)  # fmt: skip
async def amend_admission(admission_id: UUID, body: ApplicationPatch, tx: Tx, caller: Anyone) -> AdmissionView:
    """Change an application of the caller's department while it is a draft or was returned (RFC 7396)."""
    return AdmissionView.of(await service.amend(tx, caller, admission_id, body), caller)


@router.step(
    WORKFLOW,
    "start",
    of=_ONE,
    refused=(
        errors.EmergencyUnexplained, errors.EmergencyForbidden, errors.EmergencyNotNow, errors.ScopeOutside,
        *REGION_REFUSALS,
    ),
)  # fmt: skip
async def start_admission(
    admission_id: UUID, body: Start, tx: Tx, caller: Anyone, settings: Configured
) -> AdmissionView:
    """Start an emergency with a provisional number; `submission` with the papers follows by `papers_by`.

    Without them the number ends by itself, and the start becomes a report that the county office judges.
    """
    return AdmissionView.of(await emergencies.start(tx, caller, admission_id, body.reason, settings), caller)


@router.step(WORKFLOW, "submission", of=_ONE, refused=_SCREENED)
async def submit_admission(
    admission_id: UUID, body: Submission, tx: Tx, caller: Anyone, settings: Configured
) -> AdmissionView:
    """Hand an application in. One that names a negative item literally comes back `rejected`, with its `rejection`.

    What its words suggest otherwise is `advice` to the people who decide.
    """
    return AdmissionView.of(await service.submit(tx, caller, admission_id, body, settings), caller)


@router.step(WORKFLOW, "objection", of=_ONE, refused=(errors.NothingToObjectTo, errors.ObjectionLate, *_SCREENED))
async def object_to_rejection(
    admission_id: UUID, body: Objection, tx: Tx, caller: Anyone, settings: Configured
) -> AdmissionView:
    """Object to a rejection, once and within thirty days: other people look at the application, two of them."""
    admission = await service.object_to_rejection(tx, caller, admission_id, body.reason, settings)
    return AdmissionView.of(admission, caller)


@router.step(WORKFLOW, "endorsement", of=_ONE)
async def endorse_admission(admission_id: UUID, body: Endorsement, tx: Tx, caller: Anyone) -> AdmissionView:
    """Say as a second person what an objection deserves; the decision by somebody else agrees with it (INS-14)."""
    return AdmissionView.of(await service.endorse(tx, caller, admission_id, body), caller)


@router.step(
    WORKFLOW,
    "decision",
    of=_ONE,
    refused=(
        errors.ReviewsIncomplete,
        errors.SecondPersonMissing,
        errors.ApprovalNumberMissing,
        errors.PointsMissing,
        OverBudget,
        ExcessUndecided,
        ExcessRefused,
        errors.DropInvalid,
        errors.ValidityInvalid,
        EvaluationPoor,
    ),
)
async def decide_admission(
    admission_id: UUID, body: Decision, tx: Tx, caller: Anyone, settings: Configured
) -> AdmissionView:
    """Grant an application, which gives it its signed number, reject it, or return it with points to mend.

    After the opinions, by a person who had no part in it. A return may come earlier.
    """
    return AdmissionView.of(await service.decide(tx, caller, admission_id, body, settings), caller)


@router.step(WORKFLOW, "excess", of=_ONE)
async def decide_excess(admission_id: UUID, body: ExcessDecision, tx: Tx, caller: Anyone) -> AdmissionView:
    """Say as the approver whether a task may go beyond its body's yearly budget; nobody else grants it without that."""
    return AdmissionView.of(await service.decide_excess(tx, caller, admission_id, body.decision, body.reason), caller)


@router.step(WORKFLOW, "urging", of=_ONE)
async def urge_admission(admission_id: UUID, body: Urging, tx: Tx, caller: Anyone) -> AdmissionView:
    """Urge the decision on an overdue application (LST-03) as the approver, once for each time it is handed in."""
    return AdmissionView.of(await lateness.urge(tx, caller, admission_id, body.reason), caller)


@router.step(WORKFLOW, "withdrawal", of=_ONE)
async def withdraw_admission(admission_id: UUID, body: Withdrawal, tx: Tx, caller: Anyone) -> AdmissionView:
    """Give an application or an admission back."""
    return AdmissionView.of(await service.withdraw(tx, caller, admission_id, body.reason), caller)


@router.step(WORKFLOW, "revocation", of=_ONE)
async def revoke_admission(admission_id: UUID, body: Withdrawal, tx: Tx, caller: Anyone) -> AdmissionView:
    """Take an admission back as the county; its number is withdrawn from this moment on."""
    return AdmissionView.of(await service.revoke(tx, caller, admission_id, body.reason), caller)
