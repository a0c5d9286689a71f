"""HTTP about admissions."""

from typing import Annotated
from uuid import UUID

from countykit import workdays
from countykit.directory import DEPARTMENT_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from fastapi import Path
from servicekit.drafts import DraftSubmitted, patch_body
from servicekit.errors import Forbidden, NotFound, StaleVersion
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from checklist_svc.admissions import errors, repository, service
from checklist_svc.admissions.models import WORKFLOW, Admission
from checklist_svc.admissions.schemas import (
    AdmissionView,
    Application,
    ApplicationPatch,
    BudgetYear,
    Decision,
    Objection,
    ReviewBody,
    Submission,
    Withdrawal,
)
from checklist_svc.settings import Configured

router = Router(prefix="/v1", tags=["admissions"])
Department = Annotated[Caller, allow(Role.DEPARTMENT)]
_ONE = "/admissions/{admission_id}"
_SCREENED = (
    errors.NoticeTooShort, errors.FundingMissing, errors.EmergencyUnexplained, errors.OverBudget, errors.DropInvalid,
)  # fmt: skip


@router.post("/admissions", status_code=201, responses=refusals(Forbidden, *DEPARTMENT_REFUSALS))
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
async def read_admission(admission_id: UUID, tx: Tx, caller: Anyone) -> AdmissionView:
    """One application or admission with its reviews."""
    admission = await repository.get(tx, caller.scope, admission_id)
    return AdmissionView.of(admission, caller, await repository.reviews_of(tx, admission.id))


@router.patch(
    _ONE,
    responses=refusals(NotFound, StaleVersion, Forbidden, DraftSubmitted),
    openapi_extra=patch_body(ApplicationPatch),
)
async def amend_admission(admission_id: UUID, patch: ApplicationPatch, tx: Tx, caller: Department) -> AdmissionView:
    """Change an application of the caller's department while it is a draft or was returned (RFC 7396)."""
    return AdmissionView.of(await service.amend(tx, caller, admission_id, patch), caller)


@router.step(WORKFLOW, "submission", of=_ONE, refused=_SCREENED)
async def submit_admission(
    admission_id: UUID, body: Submission, tx: Tx, caller: Anyone, settings: Configured
) -> AdmissionView:
    """Hand an application in. One that names a negative item literally comes back `rejected`, with its `rejection`.

    What its words suggest otherwise is `advice` to the people who decide.
    """
    return AdmissionView.of(await service.submit(tx, caller, admission_id, body, settings), caller)


@router.step(WORKFLOW, "objection", of=_ONE, refused=(errors.NothingToObjectTo, *_SCREENED))
async def object_to_rejection(
    admission_id: UUID, body: Objection, tx: Tx, caller: Anyone, settings: Configured
) -> AdmissionView:
    """Object to a refusal by the negative list, once: the application goes to a person like any other."""
    admission = await service.object_to_rejection(tx, caller, admission_id, body.reason, settings)
    return AdmissionView.of(admission, caller)


@router.step(WORKFLOW, "reviews", of=_ONE, refused=(errors.NotAReviewBody, errors.ReviewRepeated), status_code=201)
async def review_admission(
    admission_id: UUID, body: ReviewBody, tx: Tx, caller: Anyone, settings: Configured
) -> AdmissionView:
    """Add what one of the reviewing bodies says (LST-02)."""
    admission, reviews = await service.review(tx, caller, admission_id, body, settings)
    return AdmissionView.of(admission, caller, reviews)


@router.step(
    WORKFLOW,
    "decision",
    of=_ONE,
    refused=(errors.ReviewsIncomplete, errors.OverBudget, errors.DropInvalid, errors.ValidityInvalid),
)
async def decide_admission(
    admission_id: UUID, body: Decision, tx: Tx, caller: Anyone, settings: Configured
) -> AdmissionView:
    """Grant an application, which gives it its signed number, or reject or return it."""
    return AdmissionView.of(await service.decide(tx, caller, admission_id, body, settings), caller)


@router.step(WORKFLOW, "withdrawal", of=_ONE)
async def withdraw_admission(admission_id: UUID, body: Withdrawal, tx: Tx, caller: Anyone) -> AdmissionView:
    """Give an application or an admission back."""
    return AdmissionView.of(await service.withdraw(tx, caller, admission_id, body.reason), caller)


@router.get("/burden-budgets/{department}/{year}", responses=refusals(Forbidden))
async def read_burden_budget(
    department: Annotated[str, Path(max_length=60)], year: Annotated[int, Path(ge=2000, le=2100)],
    tx: Tx, caller: Anyone, settings: Configured,
) -> BudgetYear:  # fmt: skip
    """A department's burden budget in a year, and what its running admissions take of it."""
    return await service.burden(tx, caller, department, year, settings)
