"""What can be done with forms."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from contracts import report as facts
from contracts.envelope import Event
from countykit import directory
from countykit.identity import EVERYTHING, Caller
from countykit.workdays import today
from servicekit.due import Job
from servicekit.errors import Forbidden
from servicekit.transaction import Transaction

from report_svc.forms import repository
from report_svc.forms.errors import FormCodeTaken, MarksMissing
from report_svc.forms.models import Form, State
from report_svc.forms.schemas import FormContent, FormProposal

_FACTS: Mapping[State, Callable[[Form], Event]] = {
    State.PROPOSED: lambda form: facts.FormProposed(form=form.code, title=form.title),
    State.APPROVED: lambda form: facts.FormApproved(form=form.code, frequency=form.frequency),
    State.RETURNED: lambda form: facts.FormReturned(form=form.code),
    State.STOPPED: lambda form: facts.FormStopped(form=form.code),
    State.WITHDRAWN: lambda form: facts.FormWithdrawn(form=form.code),
    State.EXPIRED: lambda form: facts.FormExpired(form=form.code),
}


async def propose(tx: Transaction, caller: Caller, proposal: FormProposal) -> Form:
    """Ask for a form; raises MarksMissing, FormCodeTaken, RegionUnknown, DepartmentUnknown, Forbidden."""
    if caller.department is None:
        raise Forbidden
    _require_marks(tx, proposal)
    department = await directory.department(tx, caller.department)
    region = proposal.region or department.home
    caller.require_region(region)
    await directory.region(tx, region, "county", "township")
    if await repository.live_with_code(tx, region[:6], proposal.code) is not None:
        raise FormCodeTaken
    form = tx.add(Form(**_columns(proposal), code=proposal.code, region=region, department=department.code))
    _publish(tx, form)
    return form


async def resubmit(tx: Transaction, caller: Caller, form_id: UUID, content: FormContent) -> Form:
    """Put a returned form before the county office again, mended; raises MarksMissing."""
    form = await repository.locked(tx, caller.scope, form_id)
    _require_own(caller, form)
    _require_marks(tx, content)
    form.apply("resubmit", "修改后重新提出", on=today(tx.now))
    for name, value in _columns(content).items():
        setattr(form, name, value)
    _publish(tx, form)
    return form


async def decide(tx: Transaction, caller: Caller, form_id: UUID, decision: str, reason: str) -> Form:
    """Approve, stop or return a form; raises FormExpired when its marks ran out while it waited."""
    form = await repository.locked(tx, caller.scope, form_id)
    form.apply(decision, reason, on=today(tx.now))
    _publish(tx, form)
    return form


async def withdraw(tx: Transaction, caller: Caller, form_id: UUID, reason: str) -> Form:
    """Take one's own form back."""
    form = await repository.locked(tx, caller.scope, form_id)
    _require_own(caller, form)
    form.apply("withdraw", reason, on=today(tx.now))
    _publish(tx, form)
    return form


async def expire(tx: Transaction, key: str) -> None:
    """The validity of a form has run out (统计法(2024)第17条)."""
    form = await repository.locked(tx, EVERYTHING, UUID(key))
    if form.expires_at is None or form.expires_at > tx.now:
        tx.schedule(EXPIRY.name, form.id, form.expires_at)
        return
    form.expire()
    _publish(tx, form)


EXPIRY = Job("form-expiry", expire, repository.EXPIRING)


def _publish(tx: Transaction, form: Form) -> None:
    tx.record(_FACTS[State(form.state)](form), about=form, department=form.department)
    tx.schedule(EXPIRY.name, form.id, form.expires_at)


def _require_marks(tx: Transaction, content: FormContent) -> None:
    missing = content.missing_marks(today(tx.now))
    if missing:
        raise MarksMissing(errors=[error.model_dump() for error in missing])


def _require_own(caller: Caller, form: Form) -> None:
    # Somebody who is department and township at once sees the forms of others, but may not change them.
    if caller.department != form.department:
        raise Forbidden


def _columns(content: FormContent) -> dict[str, Any]:
    columns = {name: getattr(content, name) for name in FormContent.model_fields}
    return columns | {"fields": [field.settled().model_dump(mode="json") for field in content.fields]}
