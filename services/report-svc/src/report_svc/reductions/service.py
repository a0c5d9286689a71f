"""What was in force on a day, from the events of forms: approval, suspension and resumption, end."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from contracts import report as facts
from contracts.envelope import Event
from contracts.form_amendments import FormSuperseded
from contracts.form_suspensions import FormResumed, FormSuspended
from countykit import lineage
from countykit.regions import county_of
from countykit.workdays import today
from servicekit.transaction import Transaction

from report_svc.forms.models import Form
from report_svc.forms.pauses import Pause
from report_svc.reductions import repository
from report_svc.reductions.schemas import Change, Figures, FormThen, Reduction

_APPROVED = facts.FormApproved.type
_ENDED = {event.type: event for event in (facts.FormStopped, facts.FormWithdrawn, facts.FormExpired, FormSuperseded)}


async def reduction(tx: Transaction, place: str, first: date, last: date) -> Reduction:
    """What villages of a place were asked for at the end of two days, and every change between them."""
    forms = await repository.village_forms(tx, await lineage.continued(tx, [county_of(place)]), place)
    happened: dict[UUID, list[Any]] = defaultdict(list)
    for row in await repository.events_of(tx, [form.id for form in forms], [_APPROVED, *_ENDED]):
        happened[row.record_id].append(row)
    turns = {form.id: _turns(form, happened[form.id]) for form in forms}
    then = [
        _then(form, on_first=_in_force(turns[form.id], first), on_last=_in_force(turns[form.id], last))
        for form in forms
    ]
    changes = [turn for form in forms for turn in turns[form.id] if first < turn.on <= last]
    return Reduction(
        region=place, first=_figures(first, [each for each in then if each.on_first]),
        last=_figures(last, [each for each in then if each.on_last]),
        forms=[each for each in then if each.on_first or each.on_last],
        changes=sorted(changes, key=lambda change: (change.on, change.form, not change.in_force)),
    )  # fmt: skip


def _turns(form: Form, happened: Sequence[Any]) -> list[Change]:
    """The days on which a form came into force or fell out of it; of two on one day the later one holds."""
    approved = next((row for row in happened if row.event == _APPROVED), None)
    if approved is None:
        return []
    ended = next((row for row in happened if row.event in _ENDED), None)
    runs_out = form.valid_until + timedelta(days=1)
    end, reason = runs_out, None
    event: type[Event] = facts.FormExpired
    if ended is not None and today(ended.at) < runs_out:
        end, event, reason = today(ended.at), _ENDED[ended.event], ended.reason
    turns = [_change(form, today(approved.at), facts.FormApproved, approved.reason, in_force=True)]
    for pause in map(Pause.model_validate, form.pauses):
        turns.append(_change(form, max(pause.first, turns[0].on), FormSuspended, pause.reason, in_force=False))
        if pause.resumes_on is not None and pause.resumes_on >= turns[0].on:
            turns.append(_change(form, pause.resumes_on, FormResumed, None, in_force=True))
    return [turn for turn in turns if turn.on < end] + [_change(form, end, event, reason, in_force=False)]


def _in_force(turns: Iterable[Change], day: date) -> bool:
    return next((turn.in_force for turn in reversed([turn for turn in turns if turn.on <= day])), False)


def _change(form: Form, on: date, event: type[Event], reason: str | None, *, in_force: bool) -> Change:
    return Change(
        form_id=form.id, form=form.code, title=form.title, department=form.department, on=on, event=event.type,
        label=event.title_zh, reason=reason, in_force=in_force, fields=form.village_fields,
        filings=form.village_filings,
    )  # fmt: skip


def _then(form: Form, *, on_first: bool, on_last: bool) -> FormThen:
    return FormThen(
        form_id=form.id, form=form.code, title=form.title, department=form.department, fields=form.village_fields,
        filings=form.village_filings, on_first=on_first, on_last=on_last,
    )  # fmt: skip


def _figures(on: date, forms: Sequence[FormThen]) -> Figures:
    return Figures(
        on=on, forms=len(forms), fields=sum(each.fields for each in forms), filings=sum(each.filings for each in forms)
    )
