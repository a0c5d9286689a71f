"""What can be done with filings."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from contracts.report import FilingSubmitted
from countykit.identity import Caller
from servicekit.problems import FieldError
from servicekit.transaction import Transaction

from report_svc.arrangements import repository as arrangements
from report_svc.closings.errors import PeriodShut
from report_svc.closings.repository import is_closed
from report_svc.closings.service import require_open
from report_svc.filings import repository
from report_svc.filings.checks import checks_for
from report_svc.filings.counting import corrected, typed
from report_svc.filings.duties import Duty, duty_of, require_owed
from report_svc.filings.effort import effort_of
from report_svc.filings.effort_rows import keep as keep_effort
from report_svc.filings.errors import FiledAlready, PrefillChanged, RefusalUncertain, ValuesRefused
from report_svc.filings.models import Filing, How, is_complete, is_on_time
from report_svc.filings.prefill import Draft, columns_for, drafted, keep_values
from report_svc.filings.schemas import (
    FilingConfirmation,
    FilingCorrection,
    FilingSubmission,
    ValuesChecked,
    ValuesToCheck,
)
from report_svc.forms.cells import is_empty
from report_svc.forms.fields import FormField, Value, tidied
from report_svc.forms.models import Form
from report_svc.validation.doubts import Column, Doubt
from report_svc.validation.settling import FAULTS, Checks, faults, pointer_to, settled


async def submit(tx: Transaction, caller: Caller, arrangement_id: UUID, submission: FilingSubmission) -> Filing:
    """File for one village and period, everything typed; raises the refusals of this room."""
    duty = await duty_of(tx, caller, arrangement_id, submission.village, submission.period)
    draft = await drafted(tx, duty)
    _require_valid(draft.fields, submission.values)
    values = tidied(submission.values)
    provenance = {name: typed(value) for name, value in values.items() if not is_empty(value)}
    doubts = await _doubts(tx, draft, values, provenance, submission.explanations)
    return await store(tx, draft, values, provenance, doubts)


async def check_values(tx: Transaction, caller: Caller, arrangement_id: UUID, given: ValuesToCheck) -> ValuesChecked:
    """What a village would be asked about what it has typed so far; raises what says that it is not asked at all."""
    draft = await drafted(tx, await duty_of(tx, caller, arrangement_id, given.village, given.period))
    wrong = faults(draft.fields, given.values)
    names = {field.name for field in draft.fields}
    sound = {
        name: value for name, value in given.values.items()
        if name in names and not faults(draft.fields, {name: value})
    }  # fmt: skip
    said = frozenset(name for name, value in sound.items() if not is_empty(value))
    found = (await draft.checks(tx)).doubts(draft.duty.village, sound, said=said)
    return ValuesChecked(errors=wrong, doubts=found)


async def confirm(tx: Transaction, caller: Caller, arrangement_id: UUID, given: FilingConfirmation) -> Filing:
    """File what is known already, as the village corrects or refuses it, in one call.

    Raises the refusals of `submit`, PrefillChanged, RefusalUncertain.
    """
    duty = await duty_of(tx, caller, arrangement_id, given.village, given.period)
    draft = await drafted(tx, duty)
    if given.digest != draft.digest:
        raise PrefillChanged
    known = {column.field.name: column for column in draft.columns}
    strangers = [name for name in given.refused if name not in known]
    uncertain = [name for name in given.refused if name in known and not known[name].may_refuse]
    if uncertain:
        raise RefusalUncertain(columns=uncertain)
    _require_valid(draft.fields, {**given.values, **dict.fromkeys(strangers)})
    answers = tidied(given.values)
    values: dict[str, Any] = {}
    provenance: dict[str, Any] = {}
    for name, column in known.items():
        if name in given.refused:
            provenance[name] = {"how": How.REFUSED.value, "reason": given.refused[name]}
            continue
        said = column.said(answers)
        if said is not None:
            values[name], provenance[name] = said
    _require_valid(draft.fields, values)
    doubts = await _doubts(tx, draft, values, provenance, given.explanations)
    return await store(tx, draft, values, provenance, doubts)


async def correct(tx: Transaction, caller: Caller, filing_id: UUID, correction: FilingCorrection) -> Filing:
    """Replace the values of a filing; raises ValuesRefused, PeriodShut."""
    filing = await repository.locked(tx, caller.scope, filing_id)
    await require_open(tx, filing.form_id, filing.period, filing.region)
    form = await repository.form_of(tx, filing.form_id)
    fields = [FormField.model_validate(field) for field in form.fields]
    _require_valid(fields, correction.values)
    require_columns(fields, correction.explanations)
    checks = await _checks_of(tx, filing, form)
    values = tidied(correction.values)
    found = doubts_about(checks, filing, values)
    said, kept = changed_in(filing, values), map(Doubt.model_validate, filing.doubts)
    doubts = settled(found, said, correction.explanations, kept)
    await replace(tx, filing, form, values, correction.reason, doubts)
    return filing


def changed_in(filing: Filing, values: Mapping[str, Value]) -> frozenset[str]:
    """The columns whose values a correction changes, or takes away."""
    names = filing.values.keys() | values.keys()
    return frozenset(name for name in names if filing.values.get(name) != values.get(name))


def doubts_about(checks: Checks, filing: Filing, values: Mapping[str, Value]) -> list[Doubt]:
    """What the corrected values contradict; what is changed owes an answer, and what was answered keeps it."""
    refused = [name for name, entry in filing.provenance.items() if entry["how"] == How.REFUSED]
    return checks.doubts(filing.region, values, refused=refused, said=changed_in(filing, values))


async def replace(
    tx: Transaction, filing: Filing, form: Form, values: Mapping[str, Value], reason: str, doubts: Sequence[Doubt]
) -> None:
    """Put values that fit in the place of a filing's, and keep what is new for the next form."""
    fields = [FormField.model_validate(field) for field in form.fields]
    changed = {name: value for name, value in values.items() if filing.values.get(name) != value}
    effort = effort_of(corrected(value, filing.values.get(name)) for name, value in changed.items())
    fact = filing.correct(fields, values, reason, dumped(doubts))
    spent = {"corrected": effort.corrected, "doubts": len(doubts), "seconds": effort.seconds}
    tx.record(fact.model_copy(update=spent), about=filing, department=filing.department)
    await keep_effort(tx, filing, effort)
    await keep_values(tx, filing, form, changed)


async def check(tx: Transaction, caller: Caller, filing_id: UUID, action: str, reason: str | None) -> Filing:
    """Accept a filing as the asking body, or return it; raises PeriodShut for a return that nobody could answer."""
    filing = await repository.locked(tx, caller.scope, filing_id)
    if action == "return" and await is_closed(tx, filing.form_id, filing.period):
        detail = "该填报期已关闭，请先重新开放，再退回补正"
        raise PeriodShut(detail, form_id=str(filing.form_id), period=filing.period)
    tx.record(filing.check(action, caller, tx.now, reason), about=filing, department=filing.department)
    return filing


async def store(
    tx: Transaction, draft: Draft, values: dict[str, Any], provenance: dict[str, Any], doubts: Sequence[Doubt]
) -> Filing:
    """Keep a filing whose values fit; raises PeriodShut, PeriodLifted, FiledAlready."""
    duty: Duty = draft.duty
    await require_open(tx, duty.form.id, duty.period, duty.village)
    await require_owed(tx, duty)
    if await repository.filed(tx, duty.arrangement.id, duty.village, duty.period):
        raise FiledAlready
    refused = {name for name, entry in provenance.items() if entry["how"] == How.REFUSED}
    filing = Filing(
        region=duty.village, department=duty.arrangement.department, arrangement_id=duty.arrangement.id,
        form_id=duty.form.id, form=duty.form.code, period=duty.period, due_on=duty.due_on, values=values,
        complete=is_complete(draft.fields, values, refused), provenance=provenance, last_day=duty.last_day,
        on_time=is_on_time(tx.now, duty.due_on, provisional=duty.provisional), provisional=duty.provisional,
        filed_at=tx.now, doubts=dumped(doubts),
    )  # fmt: skip
    tx.add(filing)
    effort = effort_of(provenance.values())
    fact = FilingSubmitted(
        form=filing.form, period=filing.period, on_time=filing.on_time, complete=filing.complete,
        source=effort.source, confirmed=effort.confirmed, corrected=effort.corrected, typed=effort.typed,
        refused=effort.refused, doubts=len(doubts), seconds=effort.seconds,
    )  # fmt: skip
    tx.record(fact, about=filing, department=filing.department)
    await keep_effort(tx, filing, effort)
    said = [name for name, entry in provenance.items() if entry["how"] in (How.TYPED, How.CORRECTED)]
    await keep_values(tx, filing, duty.form, said)
    return filing


def said_in(provenance: Mapping[str, dict[str, Any]]) -> frozenset[str]:
    """The columns that the village itself typed or corrected."""
    own = (How.TYPED, How.CORRECTED)
    return frozenset(name for name, entry in provenance.items() if entry["how"] in own)


def dumped(doubts: Iterable[Doubt]) -> list[dict[str, Any]]:
    """Doubts as a filing keeps them."""
    return [doubt.model_dump(mode="json") for doubt in doubts]


def require_columns(fields: Sequence[FormField], explanations: Iterable[str]) -> None:
    """Raise ValuesRefused for an explanation of a column that the form does not have."""
    known = {field.name for field in fields}
    errors = [
        FieldError(pointer=pointer_to("explanations", name), code="unknown_field", detail=FAULTS["unknown_field"])
        for name in explanations if name not in known
    ]  # fmt: skip
    if errors:
        raise ValuesRefused(errors=[error.model_dump() for error in errors])


async def _doubts(
    tx: Transaction, draft: Draft, values: Mapping[str, Value], provenance: Mapping[str, dict[str, Any]],
    explanations: Mapping[str, str],
) -> list[Doubt]:  # fmt: skip
    """What contradicts, with what the village says to it; raises ValuesDoubted, ValuesRefused."""
    require_columns(draft.fields, explanations)
    refused = [name for name, entry in provenance.items() if entry["how"] == How.REFUSED]
    said = said_in(provenance)
    found = (await draft.checks(tx)).doubts(draft.duty.village, values, refused=refused, said=said)
    return settled(found, said, explanations)


async def _checks_of(tx: Transaction, filing: Filing, form: Form) -> Checks:
    """What a filing is checked with again."""
    period = await arrangements.period_of(tx, filing.arrangement_id, filing.period)
    last = filing.last_day or filing.due_on
    first = period.first_day if period else last
    known = await columns_for(tx, form, [filing.region], first=first, last=last)
    columns = [Column(column.field, column.element) for column in known[filing.region]]
    return await checks_for(tx, form, columns, [filing.region], first=first, last=last)


def _require_valid(fields: Sequence[FormField], values: Mapping[str, Value]) -> None:
    errors = faults(fields, values)
    if errors:
        raise ValuesRefused(errors=[error.model_dump() for error in errors])
