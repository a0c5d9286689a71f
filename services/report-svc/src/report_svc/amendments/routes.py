"""HTTP about amendments of catalogued forms."""

from typing import Annotated
from uuid import UUID

from countykit.directory import DEPARTMENT_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from countykit.numbers import NUMBER_REFUSALS
from servicekit.errors import NotFound, Refusal
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages
from servicekit.problems import refusals

from report_svc.amendments import errors, service
from report_svc.amendments.models import WORKFLOW
from report_svc.amendments.repository import AMENDMENTS
from report_svc.amendments.schemas import FormAmendmentDecision, FormAmendmentFiling, FormAmendmentView
from report_svc.catalogues.errors import FormUncatalogued
from report_svc.elements.errors import ElementUnknown
from report_svc.forms.errors import (
    ApproverUnfit,
    CensusNotSurvey,
    ElementUnfit,
    FormExpired,
    MarksMissing,
    SurveyNumberDiffers,
    SurveyUnapproved,
)
from report_svc.forms.surveys import SurveyApproval

router = Router(prefix="/v1/form-amendments", tags=["form-amendments"])
Department = Annotated[Caller, allow(Role.DEPARTMENT)]
_CONTENT: tuple[type[Refusal], ...] = (MarksMissing, CensusNotSurvey, ElementUnknown, ElementUnfit, *NUMBER_REFUSALS)


@router.post(
    "", status_code=201,
    responses=refusals(
        NotFound, errors.FormUnamendable, FormUncatalogued, errors.AmendmentPending, errors.SurveyApprovalKept,
        *_CONTENT,
    ),
)  # fmt: skip
async def file_form_amendment(body: FormAmendmentFiling, tx: Tx, caller: Department) -> FormAmendmentView:
    """File a new version of a catalogued form during the year: one matter, one filing (FRM-06)."""
    return FormAmendmentView.of(await service.file(tx, caller, body), caller)


@router.get("")
async def list_form_amendments(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, AMENDMENTS.filters]
) -> Page[FormAmendmentView]:
    """The amendments within the caller's region; a department sees its own."""
    return await AMENDMENTS.page(tx, caller.scope, wanted, paging, lambda row: FormAmendmentView.of(row, caller))


@router.get("/{amendment_id}", responses=refusals(NotFound))
async def read_form_amendment(amendment_id: UUID, tx: Tx, caller: Anyone) -> FormAmendmentView:
    """One amendment with the whole new version."""
    return FormAmendmentView.of(await AMENDMENTS.get(tx, caller.scope, amendment_id), caller)


@router.step(
    WORKFLOW, "survey-approval", of="/{amendment_id}",
    refused=(ApproverUnfit, SurveyNumberDiffers, *_CONTENT, *DEPARTMENT_REFUSALS),
)  # fmt: skip
async def record_amended_survey_approval(
    amendment_id: UUID, body: SurveyApproval, tx: Tx, caller: Anyone
) -> FormAmendmentView:
    """Put the statistics office's new approval of an amended county survey on record (FRM-02)."""
    return FormAmendmentView.of(await service.record_survey(tx, caller, amendment_id, body), caller)


@router.step(
    WORKFLOW, "decision", of="/{amendment_id}",
    refused=(errors.FormUnamendable, SurveyUnapproved, FormExpired, *_CONTENT),
)  # fmt: skip
async def decide_form_amendment(
    amendment_id: UUID, body: FormAmendmentDecision, tx: Tx, caller: Anyone
) -> FormAmendmentView:
    """Put the new version in the form's place, or refuse it, as the head of the county."""
    return FormAmendmentView.of(await service.decide(tx, caller, amendment_id, body), caller)


@router.step(WORKFLOW, "withdrawal", of="/{amendment_id}")
async def withdraw_form_amendment(amendment_id: UUID, tx: Tx, caller: Anyone) -> FormAmendmentView:
    """Take a new version back before it is decided."""
    return FormAmendmentView.of(await service.withdraw(tx, caller, amendment_id), caller)
