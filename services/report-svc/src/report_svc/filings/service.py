"""What can be done with filings."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from contracts.report import FilingSubmitted
from countykit.identity import Caller
from servicekit.problems import FieldError
from servicekit.transaction import Transaction

from report_svc.closings.errors import PeriodShut
from report_svc.closings.repository import is_closed
from report_svc.closings.service import require_open
from report_svc.filings import repository
from report_svc.filings.duties import Duty, duty_of
from report_svc.filings.effort import effort_of
from report_svc.filings.effort_rows import keep as keep_effort
from report_svc.filings.errors import FiledAlready, PrefillChanged, RefusalUncertain, ValuesRefused
from report_svc.filings.models import Filing, How, is_complete, is_on_time
from report_svc.filings.prefill import Draft, drafted, keep_values
from report_svc.filings.schemas import FilingConfirmation, FilingCorrection, FilingSubmission
from report_svc.forms.fields import FormField, Value, is_empty
from report_svc.forms.models import Form

FAULTS = {
    "unknown_field": "报表没有该栏目",
    "wrong_type": "填写的内容类型不符",
    "not_whole": "应为整数",
    "negative": "不得为负数",
    "out_of_domain": "超出允许范围",
    "too_long": "内容过长",
}
"""What is wrong with a value, for people."""


async def submit(tx: Transaction, caller: Caller, arrangement_id: UUID, submission: FilingSubmission) -> Filing:
    """File for one village and period, everything typed; raises the refusals of this room."""
    duty = await duty_of(tx, caller, arrangement_id, submission.village, submission.period)
    draft = await drafted(tx, duty)
    _require_valid(draft.fields, submission.values)
    provenance = {
        name: {"how": How.TYPED.value} for name, value in submission.values.items() if not is_empty(value)
    }  # fmt: skip
    return await store(tx, draft, dict(submission.values), provenance)


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
    values: dict[str, Any] = {}
    provenance: dict[str, Any] = {}
    for name, column in known.items():
        if name in given.refused:
            provenance[name] = {"how": How.REFUSED.value, "reason": given.refused[name]}
            continue
        said = column.said(given.values)
        if said is not None:
            values[name], provenance[name] = said
    _require_valid(draft.fields, values)
    return await store(tx, draft, values, provenance)


async def correct(tx: Transaction, caller: Caller, filing_id: UUID, correction: FilingCorrection) -> Filing:
    """Replace the values of a filing; raises ValuesRefused, PeriodShut."""
    filing = await repository.locked(tx, caller.scope, filing_id)
    await require_open(tx, filing.form_id, filing.period, filing.region)
    form = await repository.form_of(tx, filing.form_id)
    fields = [FormField.model_validate(field) for field in form.fields]
    _require_valid(fields, correction.values)
    await replace(tx, filing, form, correction.values, correction.reason)
    return filing


async def replace(tx: Transaction, filing: Filing, form: Form, values: Mapping[str, Value], reason: str) -> None:
    """Put values that fit in the place of a filing's, and keep what is new for the next form."""
    fields = [FormField.model_validate(field) for field in form.fields]
    changed = [name for name, value in values.items() if filing.values.get(name) != value]
    fact = filing.correct(fields, values, reason)
    effort = effort_of({"how": How.CORRECTED.value} for _ in changed)
    spent = {"corrected": effort.corrected, "seconds": effort.seconds}
    tx.record(fact.model_copy(update=spent), about=filing, department=filing.department)
    await keep_effort(tx, filing, effort)
    await keep_values(tx, filing, form, changed)


async def check(tx: Transaction, caller: Caller, filing_id: UUID, action: str, reason: str | None) -> Filing:
    """Accept a filing as the asking body, or return it; raises PeriodShut for a return that nobody could answer."""
    filing = await repository.locked(tx, caller.scope, filing_id)
    if action == "return" and await is_closed(tx, filing.form_id, filing.period):
        raise PeriodShut("该填报期已关闭，请先重新开放，再退回补正")
    tx.record(filing.check(action, caller, tx.now, reason), about=filing, department=filing.department)
    return filing


async def store(tx: Transaction, draft: Draft, values: dict[str, Any], provenance: dict[str, Any]) -> Filing:
    """Keep a filing whose values fit; raises PeriodShut, FiledAlready."""
    duty: Duty = draft.duty
    await require_open(tx, duty.form.id, duty.period, duty.village)
    if await repository.filed(tx, duty.arrangement.id, duty.village, duty.period):
        raise FiledAlready
    refused = {name for name, entry in provenance.items() if entry["how"] == How.REFUSED}
    filing = Filing(
        region=duty.village, department=duty.arrangement.department, arrangement_id=duty.arrangement.id,
        form_id=duty.form.id, form=duty.form.code, period=duty.period, due_on=duty.due_on, values=values,
        complete=is_complete(draft.fields, values, refused), provenance=provenance, last_day=duty.last_day,
        on_time=is_on_time(tx.now, duty.due_on, provisional=duty.provisional), provisional=duty.provisional,
        filed_at=tx.now,
    )  # fmt: skip
    tx.add(filing)
    effort = effort_of(provenance.values())
    fact = FilingSubmitted(
        form=filing.form, period=filing.period, on_time=filing.on_time, complete=filing.complete,
        source=effort.source, confirmed=effort.confirmed, corrected=effort.corrected, typed=effort.typed,
        refused=effort.refused, seconds=effort.seconds,
    )  # fmt: skip
    tx.record(fact, about=filing, department=filing.department)
    await keep_effort(tx, filing, effort)
    said = [name for name, entry in provenance.items() if entry["how"] in (How.TYPED, How.CORRECTED)]
    await keep_values(tx, filing, duty.form, said)
    return filing


def _require_valid(fields: Sequence[FormField], values: Mapping[str, Value]) -> None:
    known = {field.name: field for field in fields}
    errors = []
    for name, value in values.items():
        fault = known[name].fault(value) if name in known else "unknown_field"
        if fault is not None:
            pointer = "/body/values/" + name.replace("~", "~0").replace("/", "~1")
            errors.append(FieldError(pointer=pointer, code=fault, detail=FAULTS[fault]).model_dump())
    if errors:
        raise ValuesRefused(errors=errors)
