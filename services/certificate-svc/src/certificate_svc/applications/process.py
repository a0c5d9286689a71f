"""From the counter to the paper: the facts checked, a second person's approval, deliberation, and what is late."""

from typing import Any
from uuid import UUID

from contracts.certificate import DeliberationRecorded
from contracts.envelope import new_id
from countykit.calendar import Deadline, calendars_now
from countykit.errors import require_past
from countykit.identity import EVERYTHING, Caller
from countykit.workdays import today
from servicekit.due import Job
from servicekit.errors import NotFound
from servicekit.ticks import Tick
from servicekit.transaction import Transaction

from certificate_svc.applications import repository
from certificate_svc.applications.models import PURSUIT_WORKDAYS, Application, State
from certificate_svc.applications.schemas import Approval, Check
from certificate_svc.papers.errors import CheckMissing, CheckSettled
from certificate_svc.papers.paper import FactCheck
from certificate_svc.papers.schemas import FactCheckBody
from certificate_svc.personal import Deliberation, Personal
from certificate_svc.proceedings.models import Kind, Proceeding
from certificate_svc.proceedings.schemas import DeliberationBody
from certificate_svc.sealing import PersonalVault

_AT_ONCE = 500


async def check(
    tx: Transaction, caller: Caller, application_id: UUID, body: Check, vault: PersonalVault
) -> Application:
    """Put the on-site check of the facts on the record; raises DateInFuture."""
    application = await repository.locked(tx, caller.scope, application_id)
    taken = application.apply("check", caller)
    application.require_person()
    require_past(body.on, today(tx.now), "核实日期不能晚于今天")
    person = application.personal(vault)
    person.check = FactCheck(**body.model_dump())
    application.seal(vault, person)
    application.checked_by, application.checked_on = caller.sub, body.on
    tx.record(taken.event(application), about=application, department=application.department)
    return application


async def approve(
    tx: Transaction, caller: Caller, application_id: UUID, body: Approval, vault: PersonalVault
) -> Application:
    """Approve what was checked, or give it back; raises CheckedByApprover."""
    application = await repository.locked(tx, caller.scope, application_id)
    taken = application.apply("approval", caller, outcome=body.decision)
    explain(application, body.reason, vault)
    if application.state is State.APPROVED:
        application.approved_by = caller.sub
    else:
        application.checked_by = application.checked_on = None
    tx.record(taken.event(application), about=application, department=application.department)
    return application


def settled_check(person: Personal, given: FactCheckBody | None) -> FactCheck:
    """The check that goes on the paper; raises CheckMissing, CheckSettled."""
    if person.check is not None and given is not None:
        raise CheckSettled
    if given is not None:
        return FactCheck(**given.model_dump())
    if person.check is None:
        raise CheckMissing
    return person.check


async def deliberate(
    tx: Transaction, caller: Caller, application_id: UUID, body: DeliberationBody, vault: PersonalVault
) -> Proceeding:
    """Put the villagers' deliberation on the record (CER-03); the last one holds. Raises DateInFuture."""
    application = await repository.locked(tx, caller.scope, application_id)
    application.apply("deliberation", caller)
    application.require_person()
    require_past(body.held_on, today(tx.now), "议事日期不能晚于今天")
    person = application.personal(vault)
    person.deliberation = Deliberation(**body.model_dump(include={"held_on", "decision", "signed_by"}))
    application.seal(vault, person)
    application.deliberated = body.agreed
    application.version += 1  # the record's own event says so
    tx.target = None
    proceeding = tx.add(Proceeding(
        id=new_id(), kind=Kind.DELIBERATION, opened_by=caller.sub, decided_by=caller.sub,
        **_of(application), **body.model_dump(include={"forum", "held_on", "present", "agreed"}),
    ))  # fmt: skip
    fact = DeliberationRecorded(item=application.listed_code, agreed=body.agreed)
    tx.record(fact, about=proceeding, department=application.department)
    return proceeding


def open_exception(tx: Transaction, caller: Caller, application: Application) -> None:
    """The record of an exception that a village asks for (CER-04); the application's event tells of it."""
    tx.add(Proceeding(kind=Kind.EXCEPTION, opened_by=caller.sub, **_of(application)))


def _of(application: Application) -> dict[str, Any]:
    return {"application_id": application.id, **application.model_dump(include={"region", "item_code", "item_name"})}


async def pursue(
    tx: Transaction, caller: Caller, application_id: UUID, measure: str, vault: PersonalVault
) -> Application:
    """The township helps where the day of an answer has passed, or the county office where nobody did."""
    application = await repository.locked(tx, caller.scope, application_id)
    taken = application.apply("pursuit", caller)
    explain(application, measure, vault)
    application.pursued_on = today(tx.now)
    schedule(tx, application)
    tx.record(taken.event(application), about=application, department=application.department)
    return application


def explain(application: Application, explanation: str, vault: PersonalVault) -> None:
    """Add words about the person to what is sealed; raises PersonalDataErased."""
    application.require_person()
    person = application.personal(vault)
    person.explanation = "\n".join(filter(None, [person.explanation, explanation]))
    application.seal(vault, person)


def schedule(tx: Transaction, application: Application) -> None:
    """Enter on the due-list when an application's limit passes and when nobody helped after it, or withdraw it."""
    tx.schedule(LATENESS.name, application.id, application.late_at)
    if application.missed_on is not None:
        tx.schedule(ESCALATION.name, application.id, application.escalates_at)


async def fall_late(tx: Transaction, key: str) -> None:
    """The limit of an answer has passed: the township is told by a to-do. Nothing of it counts against the village."""
    try:
        application = await repository.locked(tx, EVERYTHING, UUID(key))
    except NotFound:
        return
    if application.late_at is None or application.late_at > tx.now:
        schedule(tx, application)
        return
    application.missed_on = application.due_on
    application.pursuit_due_on = (await _days_of_help(tx, application)).day
    schedule(tx, application)
    # The state is as it was; only that a day has passed is new.
    tx.record(application.overdue(), about=application, department=application.department)


async def _days_of_help(tx: Transaction, application: Application) -> Deadline:
    """The township's days by the calendar of today, as a notice of this very minute has it."""
    assert application.missed_on is not None, "help begins with it"  # noqa: S101
    calendar = (await calendars_now(tx)).of(application.region)
    return Deadline.of(calendar, application.missed_on, workdays=PURSUIT_WORKDAYS)


async def escalate(tx: Transaction, key: str) -> None:
    """The township's days have passed and nobody helped: the county office is told by a to-do, once."""
    try:
        application = await repository.locked(tx, EVERYTHING, UUID(key))
    except NotFound:
        return
    at, announced = application.escalates_at, application.pursuit_due_on
    if at is None or announced is None or at > tx.now:
        schedule(tx, application)
        return
    due = await _days_of_help(tx, application)
    # Nothing is late by a provisional day: while the calendar is open, it is looked at again when today has ended.
    last = today(tx.now) if due.provisional else due.day
    if last > announced:
        application.pursuit_due_on = last
        schedule(tx, application)
        return
    application.escalated_on = today(tx.now)
    tx.record(application.escalated(), about=application, department=application.department)


LATENESS = Job("application-lateness", fall_late, repository.PASSING)
ESCALATION = Job("application-escalation", escalate, repository.UNHELPED)


async def follow_the_calendar(tx: Transaction) -> None:
    """Compute the last days of open applications again after a holiday notice; the later day holds."""
    calendars = await calendars_now(tx)
    for application in await repository.of_older_calendar(tx, calendars.version, _AT_ONCE):
        if application.due is not None:
            before = application.due
            application.set_deadline(before.again(calendars.of(application.region)))
            application.version += application.due_on != before.day or application.provisional != before.provisional
            schedule(tx, application)


CALENDAR = Tick("application-deadlines", every_seconds=5, run=follow_the_calendar)
