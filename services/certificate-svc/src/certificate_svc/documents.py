"""What this service prints: the tables, and the documents of its aggregates."""

from typing import Any

from countykit import directory
from countykit.identity import Role
from countykit.printing import OFFICIAL, village_numbers
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
from certificate_svc.keys import keys_of
from certificate_svc.models import Base
from certificate_svc.personal import PersonalDataErased

NOTICE = Template(
    "notice",
    1,
    "certificate_svc",
    "01cf0bba4deb30f0f098a8a417f30e3377e9681fec6269aadd01c6e816c85024",
    layouts=(OFFICIAL,),
)
_LOCAL = frozenset({Role.VILLAGE, Role.TOWNSHIP})


class IssuedDocument(IssuedDocumentRow, Base, table=True):
    """A document that this service issued; what names a person is not in it."""

    __tablename__ = "issued_document"


class DocumentSerial(SerialRow, Base, table=True):
    """The last serial of a village's documents of one kind in a year."""

    __tablename__ = "document_serial"


async def _find(tx: Transaction, caller: Any, key: Any) -> Application:
    application = await repository.get(tx, caller.scope, key)
    if application.state != State.REFUSED:
        raise NoNotice
    application.require_person()
    return application


async def _draft(request: Request, tx: Transaction, application: Application) -> Draft:
    item = await repository.item_of(tx, application)
    village = await directory.known_region(tx, application.region)
    person, day = application.personal(keys_of(request).vault), today(application.updated_at)
    paragraphs = notice.paragraphs(application, item, village.name, person)
    content = {"addressee": person.name, "paragraphs": paragraphs, "day": chinese_day(day)}
    return Draft(notice.TITLE, village.name, day, content)


ROUTERS = [
    printable(
        "/v1/applications", "application_id", "refused_application",
        Printable(
            IssuedDocument, "notice", _find, _LOCAL, (NOTICE,), village_numbers(DocumentSerial, "BY"), _draft,
            personal=True,
        ),
        NoNotice, PersonalDataErased,
    ),
    document_checks(IssuedDocument),
]  # fmt: skip
