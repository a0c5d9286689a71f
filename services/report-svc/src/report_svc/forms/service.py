"""What can be done with forms."""

from typing import Any
from uuid import UUID

from contracts.envelope import Event
from countykit import directory
from countykit.identity import EVERYTHING, Caller
from countykit.workdays import today
from servicekit.due import Job
from servicekit.errors import Forbidden
from servicekit.transaction import Transaction

from report_svc.forms import repository
from report_svc.forms.errors import FormCodeTaken, MarksMissing
from report_svc.forms.models import Form, proposed
from report_svc.forms.schemas import FormContent, FormProposal


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
    _publish(tx, form, proposed(form))
    return form


async def resubmit(tx: Transaction, caller: Caller, form_id: UUID, content: FormContent) -> Form:
    """Put a returned form before the county office again, mended; raises MarksMissing."""
    form = await repository.locked(tx, caller.scope, form_id)
    _require_marks(tx, content)
    form.apply("resubmission", "修改后重新提出", on=today(tx.now), caller=caller)
    for name, value in _columns(content).items():
        setattr(form, name, value)
    _publish(tx, form, proposed(form))
    return form


async def decide(tx: Transaction, caller: Caller, form_id: UUID, decision: str, reason: str) -> Form:
    """Approve or return a form; raises FormExpired when its marks ran out while it waited."""
    form = await repository.locked(tx, caller.scope, form_id)
    _publish(tx, form, form.apply("decision", reason, on=today(tx.now), outcome=decision))
    return form


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
    missing = content.missing_marks(today(tx.now))
    if missing:
        raise MarksMissing(errors=[error.model_dump() for error in missing])


def _columns(content: FormContent) -> dict[str, Any]:
    columns = {name: getattr(content, name) for name in FormContent.model_fields}
    return columns | {"fields": [field.settled().model_dump(mode="json") for field in content.fields]}
