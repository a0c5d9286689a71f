"""What this service prints: the tables, and the documents of its aggregates."""

from typing import Any

from countykit.identity import Role
from countykit.printing import OFFICIAL, village_numbers
from countykit.workdays import today
from fastapi import Request
from servicekit.printing.issuing import Draft, Printable
from servicekit.printing.models import IssuedDocumentRow, SerialRow
from servicekit.printing.routes import document_checks, printable
from servicekit.printing.templates import Template
from servicekit.transaction import Transaction

from checklist_svc.models import Base
from checklist_svc.refusals import letter, repository
from checklist_svc.refusals.models import RefusedDemand

REFUSAL = Template(
    "refusal",
    1,
    "checklist_svc",
    "ff7d2230e2e1036bcd7ff86897755c4d3ea789730cbd3c4ea61fb56336cf2080",
    layouts=(OFFICIAL,),
)


class IssuedDocument(IssuedDocumentRow, Base, table=True):
    """A document that this service issued."""

    __tablename__ = "issued_document"


class DocumentSerial(SerialRow, Base, table=True):
    """The last serial of a village's documents of one kind in a year."""

    __tablename__ = "document_serial"


async def _draft(_: Request, __: Transaction, refused: RefusedDemand) -> Draft:
    written = letter.parts(refused.letter)
    content = {"addressee": written.addressee, "paragraphs": written.paragraphs, "day": written.day}
    return Draft(written.title, written.village, today(refused.created_at), content)


async def _find(tx: Transaction, caller: Any, key: Any) -> RefusedDemand:
    return await repository.get(tx, caller.scope, key)


ROUTERS = [
    printable("/v1/refusals", "refusal_id", "refusal", Printable(
        IssuedDocument, "refusal", _find, frozenset(Role), (REFUSAL,), village_numbers(DocumentSerial, "BJ"), _draft,
    )),
    document_checks(IssuedDocument),
]  # fmt: skip
