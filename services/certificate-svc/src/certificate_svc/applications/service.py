"""What can be done with applications."""

from dataclasses import dataclass
from uuid import UUID

from contracts.certificate import ApplicationReceived, ApplicationRefused, UnlistedApplicationRefused
from contracts.envelope import Event, new_id
from countykit import directory
from countykit.calendar import Deadline, calendar_of
from countykit.identity import Caller
from countykit.workdays import today
from servicekit.attachments.repository import of_record
from servicekit.security_log import SecurityKind
from servicekit.transaction import Transaction

from certificate_svc import holders
from certificate_svc.applications import naming, people, process, repository
from certificate_svc.applications.errors import DocumentOfDeceased
from certificate_svc.applications.models import Application, Reason, State
from certificate_svc.applications.naming import Wanted
from certificate_svc.applications.schemas import ApplicationBody, ExceptionDecision, RefusalBody
from certificate_svc.certificates import service as certificates
from certificate_svc.certificates.models import Certificate
from certificate_svc.demands import service as demands
from certificate_svc.demands.models import Demand, Kind
from certificate_svc.items.models import Item
from certificate_svc.items.models import Kind as ItemKind
from certificate_svc.keys import Keys
from certificate_svc.models import Attachment
from certificate_svc.papers.schemas import Statement
from certificate_svc.papers.wordings import Wording
from certificate_svc.personal import Unmasking
from certificate_svc.proceedings import repository as proceedings
from certificate_svc.proceedings.models import Forum
from certificate_svc.sealing import PersonalVault
from certificate_svc.unlisted import AT_THE_BRANCH, BRANCH, require_nameless


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of an application at the counter.

    `demand` is set when nobody may demand what was asked for, `theirs` when the party branch issues it.
    """

    application: Application
    item: Item | None
    demand: Demand | None = None
    theirs: Wording | None = None


async def take(tx: Transaction, caller: Caller, body: ApplicationBody, keys: Keys, threshold: int) -> Taken:
    """Receive an application, or refuse what nobody may demand and record who did, or what the party branch issues.

    Raises ItemNotListed, UseUnfit, NameHoldsPerson, what `people.require_fit` refuses of who may not apply alone, and
    GlyphMissing where the paper could not name them.
    """
    caller.require_region(body.region)
    await directory.region(tx, body.region, "village")
    department = await directory.department(tx, body.demander.department) if body.demander.department else None
    demander = department.name if department else body.demander.name or ""
    if department is None:
        require_nameless(demander, *body.people())
    wanted = await naming.wanted(tx, body, demander, threshold)
    item, day = wanted.item, today(tx.now)
    application = Application(
        id=new_id(), region=body.region, item_name=wanted.name, received_on=day, demander=demander,
        department=department.code if department else None,
        item_id=item.id if item else None, item_code=item.code if item else None,
        second_person=item is not None and item.second_person,
        public_interest=item is not None and item.public_interest, use_confirmed=wanted.use_confirmed,
        by_agent=body.agent is not None,
    )  # fmt: skip
    if item and item.days and wanted.theirs is None:
        application.set_deadline(Deadline.of(await calendar_of(tx, body.region), day, workdays=item.days))
    person = body.personal()
    application.seal(keys.vault, person)
    tx.add(application)
    holders.index(tx, application.id, application.other_indexes(keys.vault, person))
    if item and wanted.theirs:
        # Who may demand it of the branch may demand it: nothing of that stands on the record.
        application.state, application.reason = State.REFUSED, Reason.OTHER_ISSUER
        application.issue_instead = f"{BRANCH}：{AT_THE_BRANCH}"
        refusal = ApplicationRefused(item=item.code, forbidden=False)
        tx.record(refusal, about=application, department=application.department)
        return Taken(application, item, theirs=wanted.theirs)
    if item and item.kind != ItemKind.FORBIDDEN:
        # What nobody may demand is refused whoever came, and stands on the record; here it matters who applies.
        people.require_fit(person, day)
        await _require_living(tx, body, keys.vault)
        await keys.glyphs.require(person.names, person.at_the_counter, person.purpose, demander)
        process.schedule(tx, application)
        fact = ApplicationReceived(item=item.code, by_agent=application.by_agent)
        tx.record(fact, about=application, department=application.department)
        return Taken(application, item)
    return Taken(application, item, await _refused(tx, caller, application, wanted))


async def _require_living(tx: Transaction, body: ApplicationBody, vault: PersonalVault) -> None:
    """Raise DocumentOfDeceased where an earlier application says so and nobody has looked."""
    for number in (one.id_number for one in (body.applicant, *body.others) if one.died_on is None):
        if body.alive_confirmed or not number:
            continue
        for earlier in await repository.naming(tx, vault.indexes(number)):
            known = earlier.personal(vault).holders
            if any(holder.id_number == number and holder.died_on is not None for holder in known):
                raise DocumentOfDeceased


async def _refused(tx: Transaction, caller: Caller, application: Application, wanted: Wanted) -> Demand:
    """Refuse what nobody may demand, and put on the record who did."""
    application.state, likely = State.REFUSED, None
    fact: Event
    if wanted.unlisted is None:
        application.reason = Reason.FORBIDDEN
        fact = ApplicationRefused(item=application.listed_code, forbidden=True)
    else:
        application.reason, application.issue_instead = Reason.UNLISTED, wanted.unlisted.instead
        likely = wanted.unlisted.likely
        fact = UnlistedApplicationRefused(likely=likely)
    tx.record(fact, about=application, department=application.department)
    demand = Demand(
        application_id=application.id, demanded_on=application.received_on, reported_by=caller.sub, likely_item=likely,
        kind=Kind.UNLISTED if wanted.unlisted else Kind.FORBIDDEN,
        **application.model_dump(include={"region", "item_code", "item_name", "department", "demander"}),
    )  # fmt: skip
    return await demands.record(tx, demand)


async def unmask(tx: Transaction, caller: Caller, application_id: UUID, purpose: str) -> Application:
    """Put on the record who is shown clear data and what for."""
    application = await repository.get(tx, caller.scope, application_id)
    application.require_person()
    tx.add(Unmasking.of(application, caller, purpose, tx.now))
    tx.log_security(SecurityKind.PERSONAL_DATA, resource=f"application/{application.id}", purpose=purpose)
    return application


async def issue(tx: Transaction, caller: Caller, application_id: UUID, body: Statement, keys: Keys) -> Certificate:
    """Issue what was applied for.

    Raises DeliberationMissing (CER-03), ApprovalMissing, MandateMissing, CheckMissing, CheckSettled, and what
    `people.require_fit` and `certificates.issue` refuse.
    """
    application = await repository.locked(tx, caller.scope, application_id)
    application.apply("issue", caller)
    application.require_person()
    person = application.personal(keys.vault)
    people.require_fit(person, today(tx.now))  # what was refused unasked may come back by an exception
    people.require_mandate(person, await of_record(tx, Attachment, "application", application.id))
    check = process.settled_check(person, body.fact_check)
    process.schedule(tx, application)
    # The fact travels as the certificate's event, and the answer is the certificate, ETag and all; but a client that
    # holds the application's old ETag must notice.
    application.version += 1
    tx.target = None
    carried = application.model_dump(include={"region", "item_code", "item_name", "department", "demander"})
    item = await repository.item_of(tx, application)
    template = item.template if item else None
    return await certificates.issue(
        tx, person, body, check, keys, template=template, application_id=application.id, **carried
    )


async def refuse(
    tx: Transaction, caller: Caller, application_id: UUID, body: RefusalBody, vault: PersonalVault
) -> Application:
    """Refuse lawfully, with a reason that the villager gets in writing."""
    application = await repository.locked(tx, caller.scope, application_id)
    taken = application.apply("refusal")
    process.schedule(tx, application)
    application.reason = body.reason
    process.explain(application, body.explanation, vault)
    tx.record(taken.event(application), about=application, department=application.department)
    return application


async def request_exception(
    tx: Transaction, caller: Caller, application_id: UUID, reason: str, vault: PersonalVault
) -> Application:
    """Ask the township to let a forbidden item be issued truthfully (CER-04)."""
    application = await repository.locked(tx, caller.scope, application_id)
    taken = application.apply("exception")
    application.exception_by = caller.sub
    process.open_exception(tx, caller, application)
    process.explain(application, reason, vault)
    tx.record(taken.event(application), about=application, department=application.department)
    return application


async def decide_exception(
    tx: Transaction, caller: Caller, application_id: UUID, body: ExceptionDecision, vault: PersonalVault
) -> Application:
    """Allow or deny an exception; raises SecondPersonNeeded (CER-04)."""
    application = await repository.locked(tx, caller.scope, application_id)
    taken = application.apply("exception-decision", caller, outcome=body.decision)
    record = await proceedings.open_exception(tx, application.id)
    if record is not None:  # there is none of what was asked for before exceptions were records
        record.agreed, record.decided_by = body.decision == "approved", caller.sub
        record.held_on, record.forum = today(tx.now), Forum.TOWNSHIP
        record.version += 1  # the application's event says so
    process.explain(application, body.reason, vault)
    tx.record(taken.event(application), about=application, department=application.department)
    return application
