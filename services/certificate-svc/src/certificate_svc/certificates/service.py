"""What can be done with certificates."""

from datetime import date
from typing import Any
from uuid import UUID

from contracts.certificate import CertificateIssued, CertificateRevoked, CertificateSuperseded
from contracts.envelope import new_id
from countykit import directory
from countykit.calendar import Deadline, calendar_of
from countykit.identity import Caller
from countykit.marks import object_here, review_here
from countykit.workdays import today
from servicekit.codes import verification_code
from servicekit.security_log import SecurityKind
from servicekit.transaction import Transaction
from servicekit.workflow import Taken

from certificate_svc import holders
from certificate_svc.certificates import faults, numbers, repository
from certificate_svc.certificates.errors import CertificateExpired, CodeUnknown, ReasonNamesHolder
from certificate_svc.certificates.models import WORKFLOW, Certificate, State
from certificate_svc.certificates.printing import signed_text
from certificate_svc.certificates.schemas import PublicCertificate, Reissue, Replacement, Revocation
from certificate_svc.items import repository as items
from certificate_svc.items.models import Kind
from certificate_svc.keys import Keys
from certificate_svc.papers.errors import CheckMissing, NotPrintable
from certificate_svc.papers.paper import FactCheck, Paper
from certificate_svc.papers.schemas import Statement
from certificate_svc.papers.writing import agent_line, identity_of, written
from certificate_svc.personal import Personal, Unmasking
from certificate_svc.sealing import PersonalVault

_CARRIED = {"application_id", "region", "item_code", "item_name", "department", "demander"}
_PUBLIC = PublicCertificate.model_fields.keys() - {"village", "expired", "not_yet", "says"}
SAYS = {
    State.VALID: "该编号的证明有效。请逐项核对纸面事实与二维码所载事实，有一项不同即为涂改。",
    State.SUSPENDED: "该证明正在复核，暂停使用。请待复核结束后再次核验。",
    State.REVOKED: "该证明已撤销，不得作为依据。",
    State.SUPERSEDED: "该证明已换发，不得作为依据，请以编号{replaced_by}的证明为准。",
}
"""What a state means for whoever has the paper in hand."""
_NOT_YET = "核验系统的日期早于该证明的出具日期，现在不能判断是否有效，请稍后再核验。"
_OUT = "该证明已过有效期，不得作为依据；仍需使用的，请当事人重新申请。"


async def issue(
    tx: Transaction, person: Personal, statement: Statement, check: FactCheck, keys: Keys, *, region: str,
    template: str | None, **carried: Any,
) -> Certificate:  # fmt: skip
    """Issue a certificate under the village's next number of the year; the application's columns are carried over.

    Raises what `papers.writing` refuses, FactsTooLong, and GlyphMissing: what cannot be printed gets no number.
    """
    village = await directory.known_region(tx, region)
    person.paper = written(
        statement, check, item=carried["item_code"], day=today(tx.now), village=village.name,
        holders=[(holder.name, identity_of(holder)) for holder in person.holders], agent=agent_line(person.agent),
        purpose=person.purpose, demander=carried["demander"], template=template,
    )  # fmt: skip
    return await _numbered(tx, person, person.paper, keys, region=region, **carried)


async def _numbered(
    tx: Transaction, person: Personal, paper: Paper, keys: Keys, *, region: str, **carried: Any
) -> Certificate:
    await keys.glyphs.require(paper.printed)
    day = today(tx.now)
    serial = await repository.next_serial(tx, region, day.year)
    certificate = Certificate(
        id=new_id(), region=region, year=day.year, serial=serial, issued_on=day,
        number=numbers.number(region, day.year, carried["item_code"], serial),
        verification_code=verification_code(), valid_until=paper.valid_until, **carried,
    )  # fmt: skip
    signed_text(certificate, person)
    certificate.seal(keys.vault, person)
    tx.add(certificate)
    holders.index(tx, certificate.id, certificate.other_indexes(keys.vault, person))
    tx.record(CertificateIssued(item=certificate.item_code), about=certificate, department=certificate.department)
    return certificate


async def revoke(
    tx: Transaction, caller: Caller, certificate_id: UUID, body: Revocation, vault: PersonalVault
) -> Certificate:
    """Take a certificate back; `forbidden` is also true when the list in force says so.

    Raises ReasonNamesHolder, IllegalTransition, and of a fault that the county finds FaultUnheard, ReporterCannotJudge.
    """
    certificate, taken = await _step(tx, caller, certificate_id, "revocation", body.reason, vault)
    day = today(tx.now)
    item = await items.one_in_force(tx, certificate.region, certificate.item_code, day)
    forbidden = body.forbidden or (item is not None and item.kind == Kind.FORBIDDEN)
    if body.fault or forbidden:
        faults.require_heard(
            certificate, caller, suspended=taken.before is State.SUSPENDED, day=day,
            until=await _hearing_until(tx, certificate),
        )  # fmt: skip
        certificate.forget_objection()
        certificate.revoked_on, certificate.revoked_by = day, caller.sub
        certificate.fault, certificate.forbidden = body.fault, forbidden
    fact = CertificateRevoked(item=certificate.item_code, fault=body.fault, forbidden=forbidden)
    tx.record(fact, about=certificate, department=certificate.department)
    return certificate


async def _hearing_until(tx: Transaction, certificate: Certificate) -> date | None:
    """The last day of the hearing, by the calendar of today where a holiday notice has moved it since."""
    announced = certificate.statement_due_on
    if announced is None or certificate.suspended_on is None:
        return announced
    calendar = await calendar_of(tx, certificate.region)
    return max(announced, calendar.add(certificate.suspended_on, faults.HEARING_WORKDAYS))


async def state(
    tx: Transaction, caller: Caller, certificate_id: UUID, statement: str, vault: PersonalVault
) -> Certificate:
    """The township says what it holds of the doubt; raises ReasonNamesHolder, IllegalTransition."""
    certificate = await _unnamed(tx, caller, certificate_id, statement, vault)
    taken = WORKFLOW.take(certificate, "statement", caller)
    certificate.statement = statement
    tx.record(taken.event(certificate), about=certificate, department=certificate.department)
    return certificate


async def object_to_fault(
    tx: Transaction, caller: Caller, certificate_id: UUID, grounds: str, vault: PersonalVault
) -> Certificate:
    """The township contests a fault within 30 days; raises ReasonNamesHolder, IllegalTransition, ObjectionLate."""
    certificate = await _unnamed(tx, caller, certificate_id, grounds, vault)
    counted_on = certificate.revoked_on or today(tx.now)  # where there is none the step is refused
    fact = object_here(certificate, WORKFLOW, caller, grounds, counted_on=counted_on, at=tx.now)
    tx.record(fact, about=certificate, department=certificate.department)
    return certificate


async def review_fault(
    tx: Transaction, caller: Caller, certificate_id: UUID, reason: str, vault: PersonalVault, *,
    decision: str | None = None,
) -> Certificate:  # fmt: skip
    """Decide on an objection, or without a decision take a fault back; raises JudgeCannotReview, IllegalTransition."""
    certificate = await _unnamed(tx, caller, certificate_id, reason, vault)
    if decision is None:
        fact = WORKFLOW.take(certificate, "withdrawal", caller).event(certificate)
        certificate.review, certificate.reviewed_by, certificate.reviewed_at = reason, caller.sub, tx.now
    else:
        fact = review_here(certificate, WORKFLOW, caller, decision, reason, tx.now)
    if decision != "upheld":
        certificate.fault = certificate.forbidden = False
    tx.record(fact, about=certificate, department=certificate.department)
    return certificate


async def suspend_or_reinstate(
    tx: Transaction, caller: Caller, certificate_id: UUID, action: str, reason: str, vault: PersonalVault
) -> Certificate:
    """Put a certificate under review, or make it valid again; what the county suspends, the township may answer."""
    certificate, taken = await _step(tx, caller, certificate_id, action, reason, vault)
    certificate.suspended_by = certificate.suspended_on = certificate.statement = certificate.statement_due_on = None
    if certificate.state is State.SUSPENDED:
        certificate.suspended_by, certificate.suspended_on = caller.sub, today(tx.now)
        if not caller.is_of_a_township:
            calendar = await calendar_of(tx, certificate.region)
            due = Deadline.of(calendar, certificate.suspended_on, workdays=faults.HEARING_WORKDAYS)
            certificate.statement_due_on = due.day
    tx.record(taken.event(certificate), about=certificate, department=certificate.department)
    return certificate


async def replace(tx: Transaction, caller: Caller, certificate_id: UUID, body: Replacement, keys: Keys) -> Certificate:
    """Issue a corrected certificate for the same application; the old one shows where it went."""
    old, _ = await _step(tx, caller, certificate_id, "replacement", body.reason, keys.vault)
    tx.target = None  # the answer is the new certificate, and so is its ETag
    old.require_person()
    person = old.personal(keys.vault)
    carried = {**old.model_dump(include=_CARRIED), "replaces": old.number}
    return _superseded(
        tx, old, await issue(tx, person, body, _check_of(person, body), keys, template=_template_of(person), **carried)
    )


async def reissue(tx: Transaction, caller: Caller, certificate_id: UUID, body: Reissue, keys: Keys) -> Certificate:
    """Issue the same text with its last day for a paper that was lost; raises CertificateExpired, NotPrintable."""
    old, _ = await _step(tx, caller, certificate_id, "reissue", body.reason, keys.vault)
    tx.target = None  # as above
    old.require_person()
    person = old.personal(keys.vault)
    if person.paper is None:
        raise NotPrintable
    if person.paper.valid_until < today(tx.now):
        raise CertificateExpired
    carried = {**old.model_dump(include=_CARRIED), "replaces": old.number}
    return _superseded(tx, old, await _numbered(tx, person, person.paper, keys, **carried))


def _superseded(tx: Transaction, old: Certificate, new: Certificate) -> Certificate:
    """The old one shows where it went."""
    old.replaced_by = new.number
    tx.record(CertificateSuperseded(item=old.item_code, replacement=new.id), about=old, department=old.department)
    return new


def _template_of(person: Personal) -> str | None:
    """The wording of the paper that is corrected."""
    return person.paper.wording.partition("/")[0] if person.paper and person.paper.wording else None


def _check_of(person: Personal, body: Replacement) -> FactCheck:
    """The check of a corrected paper: a new one, or that of the paper it replaces."""
    if body.fact_check is not None:
        return FactCheck(**body.fact_check.model_dump())
    if person.paper is None:
        raise CheckMissing
    return person.paper.check


async def _step(
    tx: Transaction, caller: Caller, certificate_id: UUID, action: str, reason: str, vault: PersonalVault
) -> tuple[Certificate, Taken[State]]:
    certificate = await _unnamed(tx, caller, certificate_id, reason, vault)
    return certificate, certificate.apply(action, reason)


async def _unnamed(
    tx: Transaction, caller: Caller, certificate_id: UUID, text: str, vault: PersonalVault
) -> Certificate:
    """One certificate to change, with a text that does not name its holder; raises ReasonNamesHolder."""
    certificate = await repository.locked(tx, caller.scope, certificate_id)
    if certificate.personal(vault).named_in(text):
        raise ReasonNamesHolder
    return certificate


async def unmask(tx: Transaction, caller: Caller, certificate_id: UUID, purpose: str) -> Certificate:
    """Put on the record who is shown clear data and what for."""
    certificate = await repository.get(tx, caller.scope, certificate_id)
    certificate.require_person()
    tx.add(Unmasking.of(certificate, caller, purpose, tx.now))
    tx.log_security(SecurityKind.PERSONAL_DATA, resource=f"certificate/{certificate.id}", purpose=purpose)
    return certificate


async def check(tx: Transaction, code: str) -> PublicCertificate:
    """The public look-up; counted, without a trace of who asked. Raises CodeUnknown."""
    day = today(tx.now)
    found = await repository.checked(tx, code.upper().replace("-", ""), day)
    if found is None:
        raise CodeUnknown
    village = await directory.known_region(tx, found["region"])
    state, expired = State(found["state"]), found["valid_until"] is not None and found["valid_until"] < day
    says = _OUT if expired and state is State.VALID else SAYS[state]
    not_yet = state is State.VALID and day < found["issued_on"]  # a clock that was set back judges nothing
    shown = {name: found[name] for name in _PUBLIC}
    says = (_NOT_YET if not_yet else says).format(**shown)
    return PublicCertificate(**shown, village=village.name, expired=expired, not_yet=not_yet, says=says)
