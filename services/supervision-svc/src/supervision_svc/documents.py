"""What this service prints: the tables, and the documents of its aggregates."""

from typing import Any

from countykit.identity import Role
from countykit.printing import OFFICIAL
from fastapi import Request
from servicekit.printing.issuing import Draft, Printable
from servicekit.printing.models import IssuedDocumentRow
from servicekit.printing.routes import document_checks, printable
from servicekit.printing.templates import Template
from servicekit.transaction import Transaction

from supervision_svc.letters import paper, repository
from supervision_svc.letters.models import Letter
from supervision_svc.models import Base

LETTER = Template(
    "letter",
    1,
    "supervision_svc",
    "299dec5d246c5a4f8372e4e3ec8c531287d1c486ca30ee32710e7b4d2f64695e",
    layouts=(OFFICIAL,),
    editable=True,
)
_READERS = frozenset({Role.TOWNSHIP, Role.COUNTY_OFFICE, Role.APPROVER, Role.INSPECTOR, Role.OBSERVER})


class IssuedDocument(IssuedDocumentRow, Base, table=True):
    """A document that this service issued."""

    __tablename__ = "issued_document"


async def _number(_: Transaction, letter: Letter) -> str:
    return letter.number


async def _draft(_: Request, __: Transaction, letter: Letter) -> Draft:
    return Draft(paper.title(letter), letter.sender, letter.sent_on, paper.content(letter))


async def _find(tx: Transaction, caller: Any, key: Any) -> Letter:
    return await repository.get(tx, caller.scope, key)


ROUTERS = [
    printable("/v1/letters", "letter_id", "letter", Printable(
        IssuedDocument, "letter", _find, _READERS, (LETTER,), _number, _draft,
    )),
    document_checks(IssuedDocument),
]  # fmt: skip
