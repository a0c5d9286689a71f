"""What can be done with applications."""

from dataclasses import dataclass
from uuid import UUID

from contracts.certificate import ApplicationReceived, ApplicationRefused
from contracts.envelope import new_id
from countykit import directory
from countykit.calendar import Deadline, calendar_of, calendars_now
from countykit.errors import require_past
from countykit.identity import Caller
from countykit.workdays import today
from servicekit.security_log import SecurityKind
from servicekit.ticks import Tick
from servicekit.transaction import Transaction

from certificate_svc.applications import repository
from certificate_svc.applications.errors import (
    DeliberationMissing,
    ItemNotListed,
)
from certificate_svc.applications.models import Application, Reason, State
from certificate_svc.applications.schemas import ApplicationBody, ExceptionDecision, Issue, RefusalBody
from certificate_svc.certificates import service as certificates
from certificate_svc.certificates.models import Certificate
from certificate_svc.demands import service as demands
from certificate_svc.demands.models import Demand
from certificate_svc.items import repository as items
from certificate_svc.items import wording
from certificate_svc.items.models import Item, Kind
from certificate_svc.personal import Unmasking
from certificate_svc.sealing import PersonalVault

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of an application at the counter: `demand` is set when the item is forbidden."""

    application: Application
    item: Item
    demand: Demand | None


async def take(tx: Transaction, caller: Caller, body: ApplicationBody, vault: PersonalVault, threshold: int) -> Taken:
    """Receive an application, or refuse a forbidden item and record who demanded it; raises ItemNotListed."""
    caller.require_region(body.region)
    await directory.region(tx, body.region, "village")
    item = await _item(tx, body, threshold)
    department = await directory.department(tx, body.demander.department) if body.demander.department else None
    day = today(tx.now)
    application = Application(
        id=new_id(), region=body.region, item_id=item.id, item_code=item.code, item_name=item.name, received_on=day,
        demander=department.name if department else body.demander.name or "",
        department=department.code if department else None,
    )  # fmt: skip
    if item.days:
        application.set_deadline(Deadline.of(await calendar_of(tx, body.region), day, workdays=item.days))
    application.seal(vault, body.personal())
    tx.add(application)
    if item.kind != Kind.FORBIDDEN:
        tx.record(ApplicationReceived(item=item.code), about=application, department=application.department)
        return Taken(application, item, None)
    application.state, application.reason = State.REFUSED, Reason.FORBIDDEN
    tx.record(ApplicationRefused(item=item.code, forbidden=True), about=application, department=application.department)
    demand = Demand(
        application_id=application.id, demanded_on=day,
        **application.model_dump(include={"region", "item_code", "item_name", "department", "demander"}),
    )  # fmt: skip
    return Taken(application, item, await demands.record(tx, demand))


async def _item(tx: Transaction, body: ApplicationBody, threshold: int) -> Item:
    day = today(tx.now)
    if body.item is not None:
        item = await items.one_in_force(tx, body.region, body.item, day)
    else:
        item = _by_wording(body.name or "", await items.all_in_force(tx, body.region, day), threshold)
    if item is None or item.kind == Kind.CANDIDATE:
        raise ItemNotListed
    return item


def _by_wording(name: str, listed: list[Item], threshold: int) -> Item | None:
    """An allowed item is taken by its exact name only; what sounds like a forbidden one is a forbidden one."""
    allowed = [item for item in listed if item.kind == Kind.ALLOWED]
    exact = wording.named(name, allowed)
    if exact is not None:
        return exact
    forbidden = wording.nearest(name, [item for item in listed if item.kind == Kind.FORBIDDEN], threshold)
    if forbidden is not None:
        return forbidden
    alike = wording.nearest(name, allowed, threshold)
    raise ItemNotListed(similar=[alike.code] if alike else [])


async def unmask(tx: Transaction, caller: Caller, application_id: UUID, purpose: str) -> Application:
    """Put on the record who is shown clear data and what for."""
    application = await repository.get(tx, caller.scope, application_id)
    application.require_person()
    tx.add(Unmasking.of(application, caller, purpose, tx.now))
    tx.log_security(SecurityKind.PERSONAL_DATA, resource=f"application/{application.id}", purpose=purpose)
    return application


async def issue(
    tx: Transaction, caller: Caller, application_id: UUID, body: Issue, vault: PersonalVault
) -> Certificate:
    """Issue what was applied for; raises DeliberationMissing (CER-03)."""
    application = await repository.locked(tx, caller.scope, application_id)
    application.apply("issue")
    application.require_person()
    item = await repository.item_of(tx, application)
    if item.public_interest and body.deliberation is None:
        raise DeliberationMissing
    if body.deliberation is not None:
        require_past(body.deliberation.held_on, today(tx.now), "议事日期不能晚于今天")
    # The fact travels as the certificate's event, and the answer is the certificate, ETag and all; but a client that
    # holds the application's old ETag must notice.
    application.version += 1
    tx.target = None
    person = application.personal(vault)
    person.content, person.deliberation = body.content, body.deliberation
    carried = application.model_dump(include={"region", "item_code", "item_name", "department"})
    return await certificates.issue(tx, person, vault, application_id=application.id, **carried)


async def refuse(
    tx: Transaction, caller: Caller, application_id: UUID, body: RefusalBody, vault: PersonalVault
) -> Application:
    """Refuse lawfully, with a reason that the villager gets in writing."""
    application = await repository.locked(tx, caller.scope, application_id)
    taken = application.apply("refusal")
    application.reason = body.reason
    _explain(application, body.explanation, vault)
    tx.record(taken.event(application), about=application, department=application.department)
    return application


async def request_exception(
    tx: Transaction, caller: Caller, application_id: UUID, reason: str, vault: PersonalVault
) -> Application:
    """Ask the township to let a forbidden item be issued truthfully (CER-04)."""
    application = await repository.locked(tx, caller.scope, application_id)
    taken = application.apply("exception")
    application.exception_by = caller.sub
    _explain(application, reason, vault)
    tx.record(taken.event(application), about=application, department=application.department)
    return application


async def decide_exception(
    tx: Transaction, caller: Caller, application_id: UUID, body: ExceptionDecision, vault: PersonalVault
) -> Application:
    """Allow or deny an exception; raises SecondPersonNeeded (CER-04)."""
    application = await repository.locked(tx, caller.scope, application_id)
    taken = application.apply("exception-decision", caller, outcome=body.decision)
    _explain(application, body.reason, vault)
    tx.record(taken.event(application), about=application, department=application.department)
    return application


def _explain(application: Application, explanation: str, vault: PersonalVault) -> None:
    application.require_person()
    person = application.personal(vault)
    person.explanation = "\n".join(filter(None, [person.explanation, explanation]))
    application.seal(vault, person)


async def follow_the_calendar(tx: Transaction) -> None:
    """Compute the last days of open applications again after a holiday notice; the later day holds."""
    calendars = await calendars_now(tx)
    for application in await repository.of_older_calendar(tx, calendars.version, _AT_ONCE):
        if application.due is not None:
            before = application.due
            application.set_deadline(before.again(calendars.of(application.region)))
            application.version += application.due_on != before.day or application.provisional != before.provisional


CALENDAR = Tick("application-deadlines", every_seconds=5, run=follow_the_calendar)
