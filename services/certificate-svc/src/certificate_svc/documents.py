"""What this service prints: the tables, and the documents of its aggregates."""

from dataclasses import asdict
from typing import Any

from countykit import directory
from countykit.identity import Role
from countykit.objections import ACCUSED
from countykit.printing import OFFICIAL, village_numbers
from countykit.regions import county_of
from countykit.workdays import today
from countykit.written import chinese_day
from fastapi import Request
from servicekit.printing.issuing import Draft, Printable
from servicekit.printing.models import IssuedDocumentRow, SerialRow
from servicekit.printing.routes import document_checks, printable
from servicekit.printing.templates import Template
from servicekit.transaction import Transaction

from certificate_svc.applications import notice, repository
from certificate_svc.applications.errors import NoNotice
from certificate_svc.applications.models import Application, State
from certificate_svc.certificates import repository as certificates
from certificate_svc.certificates.errors import CertificateNotValid
from certificate_svc.certificates.models import Certificate
from certificate_svc.certificates.models import State as CertificateState
from certificate_svc.certificates.printing import qr_payload
from certificate_svc.keys import keys_of
from certificate_svc.letters import repository as letters
from certificate_svc.letters import text as letter_text
from certificate_svc.letters.models import DemandLetter, Kind
from certificate_svc.models import Base
from certificate_svc.papers.errors import NotPrintable
from certificate_svc.papers.writing import issuer_of
from certificate_svc.personal import PersonalDataErased

NOTICE = Template(
    "notice",
    1,
    "certificate_svc",
    "01cf0bba4deb30f0f098a8a417f30e3377e9681fec6269aadd01c6e816c85024",
    layouts=(OFFICIAL,),
)
REFUSED = Template(
    "notice",
    2,
    "certificate_svc",
    "cb5db23244d7f621e218c7e12f93296d160b6b53d1b2d82e407dd462a5b58fc2",
    layouts=(OFFICIAL,),
)
CERTIFICATE = Template(
    "certificate",
    1,
    "certificate_svc",
    "2a46ebb87387fd315981db1a8aedacc04dbbe9a221841ee0acf1d4fef2db4d1e",
    layouts=(OFFICIAL,),
)
_OFFICE = "为基层减负工作办公室"
_LOCAL = frozenset({Role.VILLAGE, Role.TOWNSHIP})


class IssuedDocument(IssuedDocumentRow, Base, table=True):
    """A document that this service issued; what names a person is not in it."""

    __tablename__ = "issued_document"


class DocumentSerial(SerialRow, Base, table=True):
    """The last serial of a village's documents of one kind in a year."""

    __tablename__ = "document_serial"


async def _refused(tx: Transaction, caller: Any, key: Any) -> Application:
    application = await repository.get(tx, caller.scope, key)
    if application.state != State.REFUSED:
        raise NoNotice
    application.require_person()
    return application


async def _notice(request: Request, tx: Transaction, application: Application) -> Draft:
    person = application.personal(keys_of(request).vault)
    said = await notice.notice(tx, application, person, request.app.state.settings.supervision_phone)
    # The paragraphs are for copies of what was issued with the first version.
    content = asdict(said) | {"application": str(application.id), "paragraphs": said.paragraphs}
    return Draft(notice.TITLE, issuer_of(said.village, None), today(application.updated_at), content)


async def _issued(tx: Transaction, caller: Any, key: Any) -> Certificate:
    certificate = await certificates.get(tx, caller.scope, key)
    certificate.require_person()
    if certificate.state != CertificateState.VALID:
        raise CertificateNotValid
    return certificate


async def _certificate(request: Request, tx: Transaction, certificate: Certificate) -> Draft:  # noqa: ARG001
    keys = keys_of(request)
    person = certificate.personal(keys.vault)
    paper = person.paper
    if paper is None:
        raise NotPrintable
    day = certificate.issued_on
    return Draft(
        paper.title, paper.issuer, day, paper.content(day), certificate.verification_code,
        qr_payload(certificate, person, keys),
    )  # fmt: skip


async def _demand_letter(request: Request, tx: Transaction, letter: DemandLetter) -> Draft:  # noqa: ARG001
    county = await directory.known_region(tx, county_of(letter.region))
    content = {
        "addressee": letter.recipient,
        "paragraphs": letter_text.paragraphs(letter),
        "day": chinese_day(letter.sent_on),
    }
    return Draft(letter_text.TITLES[Kind(letter.kind)], f"{county.name}{_OFFICE}", letter.sent_on, content)


async def _own_number(_: Transaction, certificate: Certificate) -> str:
    return certificate.number


ROUTERS = [
    printable(
        "/v1/certificates", "certificate_id", "certificate",
        Printable(
            IssuedDocument, "certificate", _issued, _LOCAL, (CERTIFICATE,), _own_number, _certificate, personal=True
        ),
        NotPrintable, CertificateNotValid, PersonalDataErased,
    ),
    printable(
        "/v1/applications", "application_id", "refused_application",
        Printable(
            IssuedDocument, "notice", _refused, _LOCAL, (NOTICE, REFUSED), village_numbers(DocumentSerial, "BY"),
            _notice,
            personal=True,
        ),
        NoNotice, PersonalDataErased,
    ),
    printable(
        "/v1/demand-letters", "letter_id", "demand_letter",
        Printable(
            IssuedDocument, "demand_letter", letters.get, frozenset({Role.COUNTY_OFFICE, *ACCUSED}), (NOTICE,),
            village_numbers(DocumentSerial, "SZ"), _demand_letter,
        ),
    ),
    document_checks(IssuedDocument),
]  # fmt: skip
