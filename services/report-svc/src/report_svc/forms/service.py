"""What can be done with forms."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from contracts.envelope import Event
from contracts.form_suspensions import FormResumed, FormSuspended
from contracts.report import Frequency
from countykit import directory
from countykit.identity import EVERYTHING, Caller
from countykit.numbers import GroundStatement, mend, require
from countykit.workdays import today
from servicekit.due import Job
from servicekit.errors import Forbidden
from servicekit.transaction import Transaction

from report_svc.elements import repository as elements
from report_svc.elements.errors import ElementUnknown
from report_svc.elements.kinds import normalised
from report_svc.elements.models import USABLE
from report_svc.forms import repository
from report_svc.forms.errors import CensusNotSurvey, ElementUnfit, FieldUnknown, FormCodeTaken, MarksMissing
from report_svc.forms.fields import FormField
from report_svc.forms.grounds import demand_of, needs_ground
from report_svc.forms.kinds import FormKind
from report_svc.forms.models import LATEST, WORKFLOW, Form, TargetLevel, proposed
from report_svc.forms.schemas import FormBinding, FormContent, FormProposal
from report_svc.forms.surveys import SurveyApproval, record, require_approval


async def propose(tx: Transaction, caller: Caller, proposal: FormProposal) -> Form:
    """Ask for a form.

    Raises MarksMissing, CensusNotSurvey, FormCodeTaken, RegionUnknown, DepartmentUnknown, Forbidden.
    """
    if caller.department is None:
        raise Forbidden
    _require_marks(tx, proposal)
    department = await directory.department(tx, caller.department)
    region = proposal.region or department.home
    caller.require_region(region)
    await directory.region(tx, region, "county", "township")
    if await repository.live_with_code(tx, region[:6], proposal.code) is not None:
        raise FormCodeTaken
    await _require_elements(tx, region, proposal.target_level, proposal.fields)
    form = Form(**_columns(proposal), code=proposal.code, region=region, department=department.code)
    await _require_ground(tx, form)
    tx.add(form)
    _publish(tx, form, proposed(form))
    return form


async def resubmit(tx: Transaction, caller: Caller, form_id: UUID, content: FormContent) -> Form:
    """Put a returned form before the county office again, mended; raises MarksMissing, CensusNotSurvey."""
    form = await repository.locked(tx, caller.scope, form_id)
    _require_marks(tx, content)
    await _require_elements(tx, form.region, content.target_level, content.fields)
    form.apply("resubmission", "修改后重新提出", on=today(tx.now), caller=caller)
    for name, value in _columns(content).items():
        setattr(form, name, value)
    # What was approved was another table.
    form.survey_approval = form.survey_recorded_by = None
    await _require_ground(tx, form)
    _publish(tx, form, proposed(form))
    return form


async def _require_ground(tx: Transaction, form: Form) -> None:
    """What villages fill has a ground; raises NUMBER_REFUSALS where the county enforces that."""
    form.ground = form.gap = None
    if needs_ground(form):
        (await require(tx, demand_of(form))).keep(form)


async def state_ground(tx: Transaction, caller: Caller, form_id: UUID, stated: GroundStatement) -> Form:
    """State the number or law that a form lacks; raises NUMBER_REFUSALS for one that is not its department's."""
    form = await repository.locked(tx, caller.scope, form_id)
    taken = WORKFLOW.take(form, "grounding", caller)
    form.admission, form.legal_basis = stated.admission, stated.basis or form.legal_basis
    (await mend(tx, demand_of(form))).keep(form)
    tx.record(taken.event(form), about=form, department=form.department)
    return form


async def bind(tx: Transaction, caller: Caller, form_id: UUID, binding: FormBinding) -> Form:
    """Say which data elements columns ask for; raises FieldUnknown, ElementUnknown, ElementUnfit."""
    form = await repository.locked(tx, caller.scope, form_id)
    taken = WORKFLOW.take(form, "binding", caller)
    fields = [FormField.model_validate(field) for field in form.fields]
    strangers = binding.columns.keys() - {field.name for field in fields}
    if strangers:
        raise FieldUnknown(columns=sorted(strangers))
    bound = [
        field.model_copy(update={"element": binding.columns[field.name]}) if field.name in binding.columns else field
        for field in fields
    ]
    await _require_elements(tx, form.region, form.target_level, bound)
    form.fields = [field.model_dump(mode="json") for field in bound]
    tx.record(taken.event(form), about=form, department=form.department)
    return form


async def record_survey(tx: Transaction, caller: Caller, form_id: UUID, approval: SurveyApproval) -> Form:
    """Put the statistics office's paper on record; raises ApproverUnfit, SurveyNumberDiffers."""
    return await record(tx, caller, await repository.locked(tx, caller.scope, form_id), approval)


async def decide(tx: Transaction, caller: Caller, form_id: UUID, decision: str, reason: str) -> Form:
    """Approve or return a form; raises FormExpired, SurveyUnapproved, SurveySamePerson."""
    form = await repository.locked(tx, caller.scope, form_id)
    if decision == "approve" and WORKFLOW.step("decision").offered_to(form, caller):
        require_approval(form, caller)
    _publish(tx, form, form.apply("decision", reason, on=today(tx.now), caller=caller, outcome=decision))
    return form


async def drafted(tx: Transaction, content: FormContent, *, of: Form) -> Form:
    """A new version of a form, checked and kept nowhere yet.

    Raises MarksMissing, CensusNotSurvey, ElementUnknown, ElementUnfit, NUMBER_REFUSALS.
    """
    _require_marks(tx, content)
    await _require_elements(tx, of.region, content.target_level, content.fields)
    form = Form(**_columns(content), code=of.code, region=of.region, department=of.department, amends=of.id)
    await _require_ground(tx, form)
    return form


async def supersede(tx: Transaction, caller: Caller, old: Form, new: Form, reason: str) -> None:
    """Put an approved new version in the place of a form; raises FormExpired."""
    _publish(tx, old, WORKFLOW.take(old, "supersession").event(old))
    await tx.session.flush()  # the code is free before the new version takes it
    tx.add(new)
    await tx.session.flush()  # others refer to it
    _publish(tx, new, new.apply("decision", reason, on=today(tx.now), caller=caller, outcome="approve"))
    if old.pause is None or not old.pause.touches(today(tx.now), LATEST):
        return
    # Who follows the new version alone learns that it is suspended, and until when.
    pause, new.pauses = old.pause, [old.pauses[-1]]
    _publish(tx, new, FormSuspended(form=new.code, starts_on=pause.first))
    if pause.resumes_on is not None:
        _publish(tx, new, FormResumed(form=new.code, starts_on=pause.first, resumes_on=pause.resumes_on))


async def end(tx: Transaction, caller: Caller, form_id: UUID, action: str, reason: str) -> Form:
    """Stop a form, or take one's own form back."""
    form = await repository.locked(tx, caller.scope, form_id)
    _publish(tx, form, form.apply(action, reason, on=today(tx.now), caller=caller))
    return form


async def expire(tx: Transaction, key: str) -> None:
    """The validity of a form has run out (统计法(2024)第17条)."""
    form = await repository.locked(tx, EVERYTHING, UUID(key))
    if form.expires_at is None or form.expires_at > tx.now:
        tx.schedule(EXPIRY.name, form.id, form.expires_at)
        return
    _publish(tx, form, form.apply("expiry", None, on=today(tx.now)))


EXPIRY = Job("form-expiry", expire, repository.EXPIRING)


def _publish(tx: Transaction, form: Form, fact: Event) -> None:
    tx.record(fact, about=form, department=form.department)
    tx.schedule(EXPIRY.name, form.id, form.expires_at)


def _require_marks(tx: Transaction, content: FormContent) -> None:
    if content.frequency is Frequency.CENSUS and content.kind is not FormKind.SURVEY:
        raise CensusNotSurvey
    missing = content.missing_marks(today(tx.now))
    if missing:
        raise MarksMissing(errors=[error.model_dump() for error in missing])


async def _require_elements(tx: Transaction, region: str, level: TargetLevel, fields: Sequence[FormField]) -> None:
    """Every element that a column names is in use, of the column's unit, and may be asked of villages."""
    wanted = {field.element for field in fields if field.element}
    if not wanted:
        return
    county = region[:6].ljust(12, "0")
    merged = await elements.successors(tx, county)
    usable = {element.code: element for element in await elements.of_county(tx, county, USABLE)}
    strangers = sorted(code for code in wanted if merged.get(code, code) not in usable)
    if strangers:
        raise ElementUnknown(elements=strangers)
    for field in fields:
        if field.columns and field.element:
            raise ElementUnfit(column=field.name, element=field.element, unit=None)
        element = usable[merged.get(field.element, field.element)] if field.element else None
        if element is None:
            continue
        other_unit = element.unit is not None and field.unit is not None and (
            normalised(field.unit) != normalised(element.unit)
        )  # fmt: skip
        if other_unit or (level is TargetLevel.VILLAGE and not element.village_forms):
            raise ElementUnfit(column=field.name, element=element.code, unit=element.unit)


def _columns(content: FormContent) -> dict[str, Any]:
    columns = {name: getattr(content, name) for name in FormContent.model_fields}
    fields = [field.settled().model_dump(mode="json") for field in content.fields]
    return columns | {"fields": fields, "rules": [rule.model_dump(mode="json") for rule in content.rules]}
