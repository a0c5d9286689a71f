"""What can be done with certificates."""

from typing import Any
from uuid import UUID

from contracts.certificate import CertificateIssued, CertificateRevoked, CertificateSuperseded
from contracts.envelope import new_id
from countykit import directory
from countykit.identity import Caller
from countykit.workdays import today
from servicekit.codes import verification_code
from servicekit.security_log import SecurityKind
from servicekit.transaction import Transaction
from servicekit.workflow import Taken

from certificate_svc.certificates import numbers, repository
from certificate_svc.certificates.errors import CodeUnknown, ReasonNamesHolder
from certificate_svc.certificates.models import Certificate, State
from certificate_svc.certificates.schemas import PublicCertificate, Replacement, Revocation
from certificate_svc.items import repository as items
from certificate_svc.items.models import Kind
from certificate_svc.personal import Personal, Unmasking, masked_number
from certificate_svc.sealing import PersonalVault

_CARRIED = {"application_id", "region", "item_code", "item_name", "department"}
_PUBLIC = PublicCertificate.model_fields.keys() - {"id_number", "holder", "village"}


async def issue(tx: Transaction, person: Personal, vault: PersonalVault, *, region: str, **carried: Any) -> Certificate:
    """Issue a certificate under the village's next number of the year; the application's columns are carried over."""
    day = today(tx.now)
    serial = await repository.next_serial(tx, region, day.year)
    certificate = Certificate(
        id=new_id(), region=region, year=day.year, serial=serial, issued_on=day,
        number=numbers.number(region, day.year, carried["item_code"], serial),
        verification_code=verification_code(), **carried,
    )  # fmt: skip
    certificate.seal(vault, person)
    tx.add(certificate)
    tx.record(CertificateIssued(item=certificate.item_code), about=certificate, department=certificate.department)
    return certificate


async def revoke(
    tx: Transaction, caller: Caller, certificate_id: UUID, body: Revocation, vault: PersonalVault
) -> Certificate:
    """Take a certificate back; `forbidden` is also true when the list in force says so."""
    certificate, _ = await _step(tx, caller, certificate_id, "revocation", body.reason, vault)
    item = await items.one_in_force(tx, certificate.region, certificate.item_code, today(tx.now))
    listed = item is not None and item.kind == Kind.FORBIDDEN
    fact = CertificateRevoked(item=certificate.item_code, fault=body.fault, forbidden=body.forbidden or listed)
    tx.record(fact, about=certificate, department=certificate.department)
    return certificate


async def suspend_or_reinstate(
    tx: Transaction, caller: Caller, certificate_id: UUID, action: str, reason: str, vault: PersonalVault
) -> Certificate:
    """Put a certificate under review, or make it valid again."""
    certificate, taken = await _step(tx, caller, certificate_id, action, reason, vault)
    tx.record(taken.event(certificate), about=certificate, department=certificate.department)
    return certificate


async def replace(
    tx: Transaction, caller: Caller, certificate_id: UUID, body: Replacement, vault: PersonalVault
) -> Certificate:
    """Issue a corrected certificate for the same application; the old one shows where it went."""
    old, _ = await _step(tx, caller, certificate_id, "replacement", body.reason, vault)
    tx.target = None  # the answer is the new certificate, and so is its ETag
    old.require_person()
    person = old.personal(vault)
    person.content = body.content
    new = await issue(tx, person, vault, **old.model_dump(include=_CARRIED))
    old.replaced_by = new.number
    tx.record(CertificateSuperseded(item=old.item_code, replacement=new.id), about=old, department=old.department)
    return new


async def _step(
    tx: Transaction, caller: Caller, certificate_id: UUID, action: str, reason: str, vault: PersonalVault
) -> tuple[Certificate, Taken[State]]:
    certificate = await repository.locked(tx, caller.scope, certificate_id)
    person = certificate.personal(vault)
    if any(secret and secret in reason for secret in (person.name, person.id_number, person.phone)):
        raise ReasonNamesHolder
    return certificate, certificate.apply(action, reason)


async def unmask(tx: Transaction, caller: Caller, certificate_id: UUID, purpose: str) -> Certificate:
    """Put on the record who is shown clear data and what for."""
    certificate = await repository.get(tx, caller.scope, certificate_id)
    certificate.require_person()
    tx.add(Unmasking.of(certificate, caller, purpose, tx.now))
    tx.log_security(SecurityKind.PERSONAL_DATA, resource=f"certificate/{certificate.id}", purpose=purpose)
    return certificate


async def check(tx: Transaction, code: str, vault: PersonalVault) -> PublicCertificate:
    """The public look-up; counted, without a trace of who asked. Raises CodeUnknown."""
    certificate = await repository.by_code(tx, code.upper().replace("-", ""))
    if certificate is None:
        raise CodeUnknown
    await repository.count_lookup(tx, certificate.id, today(tx.now))
    village = await directory.known_region(tx, certificate.region)
    person = certificate.personal(vault)
    return PublicCertificate(
        **certificate.model_dump(include=_PUBLIC, warnings=False),
        village=village.name, holder=person.masked_name, id_number=masked_number(person.id_number, head=1),
    )  # fmt: skip
