"""HTTP about forms."""

from typing import Annotated
from uuid import UUID

from countykit.directory import DEPARTMENT_REFUSALS, REGION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from countykit.numbers import NUMBER_REFUSALS, GroundStatement
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, SortedPaging, page, sorted_by
from servicekit.problems import refusals
from servicekit.transaction import Transaction

from report_svc.elements import repository as elements
from report_svc.elements.errors import ElementUnknown
from report_svc.forms import repository, service
from report_svc.forms.errors import (
    ApproverUnfit,
    CensusNotSurvey,
    ElementUnfit,
    FieldUnknown,
    FormCodeTaken,
    FormExpired,
    MarksMissing,
    SurveyNumberDiffers,
    SurveySamePerson,
    SurveyUnapproved,
)
from report_svc.forms.likeness import Resemblance, keys_of_form, resemblances
from report_svc.forms.models import WORKFLOW, Form, State
from report_svc.forms.overlaps import overlaps
from report_svc.forms.schemas import (
    FormBinding,
    FormContent,
    FormDecision,
    FormEnd,
    FormProposal,
    FormSummary,
    FormView,
)
from report_svc.forms.surveys import SurveyApproval
from report_svc.settings import Configured, Settings

router = Router(prefix="/v1/forms", tags=["forms"])
Department = Annotated[Caller, allow(Role.DEPARTMENT)]


@router.post(
    "",
    status_code=201,
    responses=refusals(
        MarksMissing, CensusNotSurvey, FormCodeTaken, ElementUnknown, ElementUnfit, *REGION_REFUSALS,
        *DEPARTMENT_REFUSALS, *NUMBER_REFUSALS,
    ),
)  # fmt: skip
async def propose_form(proposal: FormProposal, tx: Tx, caller: Department, settings: Configured) -> FormView:
    """Propose a form with its four statutory marks (FRM-01)."""
    return await _view(tx, await service.propose(tx, caller, proposal), caller, settings)


@router.get("")
async def list_forms(
    tx: Tx,
    caller: Anyone,
    paging: Annotated[SortedPaging, sorted_by("id", "created_at", "updated_at", code="编码", valid_until="有效期")],
    wanted: Annotated[Wanted, repository.FILTERS],
) -> Page[FormSummary]:
    """The forms that address the caller's region; a department sees its own."""
    statement = wanted.narrow(repository.visible(caller.scope))
    return await page(
        tx, statement, Form, paging, view=lambda form: FormSummary.of(form, caller)
    )  # fmt: skip


@router.get("/{form_id}", responses=refusals(NotFound))
async def read_form(form_id: UUID, tx: Tx, caller: Anyone, settings: Configured) -> FormView:
    """One form with its fields and overlaps."""
    form = await repository.get(tx, caller.scope, form_id)
    tx.target = form
    return await _view(tx, form, caller, settings)


@router.step(
    WORKFLOW, "survey-approval", of="/{form_id}", refused=(ApproverUnfit, SurveyNumberDiffers, *DEPARTMENT_REFUSALS)
)  # fmt: skip
async def record_survey_approval(
    form_id: UUID, body: SurveyApproval, tx: Tx, caller: Anyone, settings: Configured
) -> FormView:
    """Put the statistics office's approval of a county survey on record; somebody else then decides (FRM-02)."""
    return await _view(tx, await service.record_survey(tx, caller, form_id, body), caller, settings)


@router.step(WORKFLOW, "decision", of="/{form_id}", refused=(FormExpired, SurveyUnapproved, SurveySamePerson))
async def decide_form(form_id: UUID, body: FormDecision, tx: Tx, caller: Anyone, settings: Configured) -> FormView:
    """Approve or return a form."""
    form = await service.decide(tx, caller, form_id, body.decision, body.reason)
    return await _view(tx, form, caller, settings)


@router.step(
    WORKFLOW, "resubmission", of="/{form_id}",
    refused=(MarksMissing, CensusNotSurvey, ElementUnknown, ElementUnfit, *NUMBER_REFUSALS),
)  # fmt: skip
async def resubmit_form(form_id: UUID, body: FormContent, tx: Tx, caller: Anyone, settings: Configured) -> FormView:
    """Put a returned form before the county office again, with its whole content."""
    return await _view(tx, await service.resubmit(tx, caller, form_id, body), caller, settings)


@router.step(WORKFLOW, "binding", of="/{form_id}", refused=(FieldUnknown, ElementUnfit, ElementUnknown))
async def bind_form_columns(form_id: UUID, body: FormBinding, tx: Tx, caller: Anyone, settings: Configured) -> FormView:
    """Say which data elements the form's columns ask for; what was suggested counts only when a person confirms it."""
    return await _view(tx, await service.bind(tx, caller, form_id, body), caller, settings)


@router.step(WORKFLOW, "grounding", of="/{form_id}", refused=NUMBER_REFUSALS)
async def ground_form(form_id: UUID, body: GroundStatement, tx: Tx, caller: Anyone, settings: Configured) -> FormView:
    """State the admission number or the law that a form lacks, as its department (LST-01)."""
    return await _view(tx, await service.state_ground(tx, caller, form_id, body), caller, settings)


@router.step(WORKFLOW, "stoppage", "withdrawal", of="/{form_id}")
async def step_form(
    form_id: UUID, action: str, body: FormEnd, tx: Tx, caller: Anyone, settings: Configured
) -> FormView:
    """Stop a form, or take one's own form back: villages need not fill it any more."""
    return await _view(tx, await service.end(tx, caller, form_id, action, body.reason), caller, settings)


async def _view(tx: Transaction, form: Form, caller: Caller, settings: Settings) -> FormView:
    others = await repository.other_approved(tx, form)
    merged = await elements.successors(tx, form.region[:6].ljust(12, "0"))
    found = overlaps(form, others, share=settings.overlap_share, merged=merged)
    comebacks: list[Resemblance] = []
    if form.state in (State.PROPOSED, State.RETURNED):
        stopped = await repository.ended(tx, form.region, [State.STOPPED])
        columns = list(keys_of_form(form, merged).values())
        comebacks = resemblances(columns, stopped, merged=merged, title=form.title)
    return FormView.with_overlaps(form, caller, found, comebacks)
