"""What can be done with filings."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from contracts.report import FilingSubmitted, Frequency
from countykit import directory
from countykit.calendar import calendar_of
from countykit.identity import Caller
from countykit.validity import valid_on
from countykit.workdays import today
from servicekit.problems import FieldError
from servicekit.transaction import Transaction

from report_svc.arrangements import repository as arrangements
from report_svc.arrangements.models import Arrangement
from report_svc.filings import repository
from report_svc.filings.errors import (
    FiledAlready,
    FormEnded,
    PeriodAhead,
    PeriodUnknown,
    ValuesRefused,
    VillageNotAsked,
)
from report_svc.filings.models import Filing, is_complete, is_on_time
from report_svc.filings.schemas import FilingCorrection, FilingSubmission
from report_svc.forms.fields import FormField, Value
from report_svc.forms.models import Form

_FAULTS = {
    "unknown_field": "报表没有该栏目",
    "wrong_type": "填写的内容类型不符",
    "not_whole": "应为整数",
    "negative": "不得为负数",
    "out_of_domain": "超出允许范围",
    "too_long": "内容过长",
}


async def submit(tx: Transaction, caller: Caller, arrangement_id: UUID, submission: FilingSubmission) -> Filing:
    """File for one village and period; raises the refusals of this room. The arrangement is read without a lock."""
    caller.require_region(submission.village)
    arrangement = await arrangements.get(tx, caller.scope, arrangement_id)
    if submission.village not in arrangement.villages:
        raise VillageNotAsked
    village = await directory.region(tx, submission.village, "village")
    form = await repository.form_of(tx, arrangement.form_id)
    last_day, due_on, provisional = await _deadline(tx, arrangement, submission.period)
    if not valid_on(village, last_day):
        raise VillageNotAsked
    if not form.owed(today(tx.now), last_day=last_day, due_on=due_on):
        raise FormEnded
    fields = _fields(form)
    _require_valid(fields, submission.values)
    if await repository.filed(tx, arrangement.id, submission.village, submission.period):
        raise FiledAlready
    filing = Filing(
        region=submission.village, department=arrangement.department, arrangement_id=arrangement.id,
        form_id=form.id, form=form.code, period=submission.period, due_on=due_on,
        values=dict(submission.values), complete=is_complete(fields, submission.values),
        on_time=is_on_time(tx.now, due_on, provisional=provisional), provisional=provisional, filed_at=tx.now,
    )  # fmt: skip
    tx.add(filing)
    fact = FilingSubmitted(form=form.code, period=filing.period, on_time=filing.on_time, complete=filing.complete)
    tx.record(fact, about=filing, department=filing.department)
    return filing


async def correct(tx: Transaction, caller: Caller, filing_id: UUID, correction: FilingCorrection) -> Filing:
    """Replace the values of a filing; raises ValuesRefused."""
    filing = await repository.locked(tx, caller.scope, filing_id)
    fields = _fields(await repository.form_of(tx, filing.form_id))
    _require_valid(fields, correction.values)
    tx.record(filing.correct(fields, correction.values, correction.reason), about=filing, department=filing.department)
    return filing


async def _deadline(tx: Transaction, arrangement: Arrangement, period: str) -> tuple[date, date, bool]:
    """The last day of a period that has begun, its due day, and whether that is provisional.

    Raises PeriodUnknown, PeriodAhead.
    """
    if arrangement.frequency == Frequency.ON_EVENT:
        happened_on = _event_day(period)
        if not arrangement.starts_on <= happened_on <= arrangement.until:
            raise PeriodUnknown
        due = arrangement.due_after(happened_on, await calendar_of(tx, arrangement.region))
        begins, last_day, due_on, provisional = happened_on, happened_on, due.day, due.provisional
    else:
        found = await arrangements.period_of(tx, arrangement.id, period)
        if found is None:
            raise PeriodUnknown
        begins, last_day, due_on, provisional = found.first_day, found.last_day, found.due_on, found.provisional
    if begins > today(tx.now):
        raise PeriodAhead
    return last_day, due_on, provisional


def _event_day(period: str) -> date:
    """The day of an event; a second event of the same day is told apart by a suffix: 2026-03-05-2."""
    day, _, number = period[:10], period[10:11], period[11:]
    try:
        happened_on = date.fromisoformat(day)
    except ValueError as error:
        raise PeriodUnknown from error
    if day != happened_on.isoformat() or (period != day and not (period[10] == "-" and number in _SECOND_EVENTS)):
        raise PeriodUnknown
    return happened_on


_SECOND_EVENTS = frozenset(str(number) for number in range(2, 100))


def _fields(form: Form) -> list[FormField]:
    return [FormField.model_validate(field) for field in form.fields]


def _require_valid(fields: Sequence[FormField], values: Mapping[str, Value]) -> None:
    known = {field.name: field for field in fields}
    errors = []
    for name, value in values.items():
        fault = known[name].fault(value) if name in known else "unknown_field"
        if fault is not None:
            pointer = "/body/values/" + name.replace("~", "~0").replace("/", "~1")
            errors.append(FieldError(pointer=pointer, code=fault, detail=_FAULTS[fault]).model_dump())
    if errors:
        raise ValuesRefused(errors=errors)
