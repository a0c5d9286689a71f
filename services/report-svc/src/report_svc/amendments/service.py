"""What can be done with amendments."""

from uuid import UUID

from contracts.form_amendments import FormAmendmentFiled
from contracts.form_suspensions import RevisionKind
from countykit.identity import EVERYTHING, Caller
from countykit.regions import county_of
from countykit.workdays import today
from servicekit.errors import Forbidden, NotFound
from servicekit.transaction import Transaction

from report_svc.amendments import repository
from report_svc.amendments.errors import AmendmentPending, FormUnamendable, SurveyApprovalKept
from report_svc.amendments.models import WORKFLOW, FormAmendment, State
from report_svc.amendments.schemas import FormAmendmentDecision, FormAmendmentFiling
from report_svc.catalogues import repository as catalogues
from report_svc.catalogues.errors import FormUncatalogued
from report_svc.catalogues.revising import revise
from report_svc.elements.kinds import normalised
from report_svc.forms import repository as forms
from report_svc.forms.errors import SurveyUnapproved
from report_svc.forms.kinds import FormKind
from report_svc.forms.models import Form
from report_svc.forms.schemas import FormContent
from report_svc.forms.service import drafted, supersede
from report_svc.forms.surveys import SurveyApproval, require_fit


async def file(tx: Transaction, caller: Caller, given: FormAmendmentFiling) -> FormAmendment:
    """File a new version of one catalogued form (FRM-06).

    Raises NotFound, Forbidden, FormUnamendable, FormUncatalogued, AmendmentPending, SurveyApprovalKept, and what a
    proposal of a form raises.
    """
    form = await forms.held(tx, caller.scope, given.form_id)
    if not form.region.startswith(caller.region[:6]):
        raise NotFound
    if not caller.acts_for(form.department):
        raise Forbidden
    if not form.in_force(today(tx.now)):
        raise FormUnamendable
    if not await catalogues.listing(tx, form.id, since=today(tx.now).year):
        raise FormUncatalogued
    if await repository.waits(tx, form.id):
        raise AmendmentPending
    content = FormContent.model_validate(given.model_dump(include=set(FormContent.model_fields)))
    draft = await drafted(tx, content, of=form)
    _require_new_approval(form, draft)
    row = tx.add(
        FormAmendment(
            region=county_of(form.region), department=form.department, form_id=form.id, form=form.code,
            title=content.title, content=content.model_dump(mode="json"), county_survey=draft.county_survey,
            reason=given.reason, filed_by=caller.sub,
        )
    )  # fmt: skip
    tx.record(FormAmendmentFiled(form=row.form), about=row, department=row.department)
    return row


async def record_survey(tx: Transaction, caller: Caller, amendment_id: UUID, paper: SurveyApproval) -> FormAmendment:
    """Put the statistics office's new approval on record; raises ApproverUnfit, SurveyNumberDiffers."""
    row = await repository.AMENDMENTS.locked(tx, caller.scope, amendment_id)
    taken = WORKFLOW.take(row, "survey-approval", caller)
    await require_fit(tx, await _draft_of(tx, row, await forms.held(tx, EVERYTHING, row.form_id)), paper)
    row.survey_approval, row.survey_recorded_by = paper.model_dump(mode="json"), caller.sub
    tx.record(taken.event(row), about=row, department=row.department)
    return row


async def decide(tx: Transaction, caller: Caller, amendment_id: UUID, given: FormAmendmentDecision) -> FormAmendment:
    """Put the new version in the place of the form, or refuse it.

    Raises SurveyUnapproved, FormUnamendable, and what a proposal of a form raises.
    """
    row = await repository.AMENDMENTS.locked(tx, caller.scope, amendment_id)
    taken = WORKFLOW.take(row, "decision", caller, outcome=given.decision)
    row.decided_by, row.decided_at, row.decision_reason = caller.sub, tx.now, given.reason
    if row.state is State.APPROVED:
        await _replace(tx, caller, row, given.reason)
    tx.record(taken.event(row), about=row, department=row.department)
    return row


async def withdraw(tx: Transaction, caller: Caller, amendment_id: UUID) -> FormAmendment:
    """Take a new version back before it is decided."""
    row = await repository.AMENDMENTS.locked(tx, caller.scope, amendment_id)
    taken = WORKFLOW.take(row, "withdrawal", caller)
    tx.record(taken.event(row), about=row, department=row.department)
    return row


async def _replace(tx: Transaction, caller: Caller, row: FormAmendment, reason: str) -> None:
    if row.awaits_paper:
        raise SurveyUnapproved
    old = await forms.locked(tx, EVERYTHING, row.form_id)
    if not old.in_force(today(tx.now)):
        raise FormUnamendable
    new = await _draft_of(tx, row, old)
    new.survey_approval, new.survey_recorded_by = row.survey_approval, row.survey_recorded_by
    await supersede(tx, caller, old, new, reason)
    row.new_form_id = new.id
    await revise(
        tx, old, RevisionKind.AMENDED, effective_on=today(tx.now), reason=row.reason, replaced_by=new
    )  # fmt: skip


async def _draft_of(tx: Transaction, row: FormAmendment, old: Form) -> Form:
    return await drafted(tx, FormContent.model_validate(row.content), of=old)


def _require_new_approval(form: Form, draft: Form) -> None:
    if form.kind is not FormKind.SURVEY:
        return
    kept = normalised(draft.approval_number) == normalised(form.approval_number)
    if kept or draft.kind is not FormKind.SURVEY:
        raise SurveyApprovalKept
