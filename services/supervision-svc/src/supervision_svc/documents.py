"""What this service prints: the tables, and the documents of its aggregates."""

from typing import Any

import orjson
from countykit import directory
from countykit.identity import Role
from countykit.printing import OFFICIAL
from fastapi import Request
from servicekit.printing.issuing import Draft, Printable
from servicekit.printing.models import IssuedDocumentRow
from servicekit.printing.routes import document_checks, printable
from servicekit.printing.templates import Template
from servicekit.transaction import Transaction

from supervision_svc.board.service import FULL_VIEW
from supervision_svc.briefs import paper as briefs_paper
from supervision_svc.briefs import repository as briefs
from supervision_svc.briefs.models import Brief
from supervision_svc.briefs.routes import READERS as BRIEF_READERS
from supervision_svc.letters import paper, repository
from supervision_svc.letters.models import Letter
from supervision_svc.models import Base
from supervision_svc.passes import paper as pass_paper
from supervision_svc.passes import repository as passes
from supervision_svc.programmes import paper as programme_paper
from supervision_svc.programmes import repository as programmes
from supervision_svc.programmes.errors import ProgrammeNotOut
from supervision_svc.programmes.models import Programme
from supervision_svc.publications import paper as circulars
from supervision_svc.publications import repository as publications
from supervision_svc.publications.models import Edition

LETTER = Template(
    "letter",
    1,
    "supervision_svc",
    "299dec5d246c5a4f8372e4e3ec8c531287d1c486ca30ee32710e7b4d2f64695e",
    layouts=(OFFICIAL,),
    editable=True,
)
CIRCULAR = Template(
    "circular",
    1,
    "supervision_svc",
    "2d4acb7df111c492a8bf8c990d7a46968c594adb79f3d54ab1b6d9a5e59ed05c",
    layouts=(OFFICIAL,),
    editable=True,
)
PASS = Template(
    "pass",
    1,
    "supervision_svc",
    "0a5df1181878ed0dbd1798385181714546e8f67cdae2b1f5b616c4506aa3f8ab",
    layouts=(OFFICIAL,),
)
BRIEF = Template(
    "brief",
    1,
    "supervision_svc",
    "fbe218ff9cbde1b7501a2a1df0e26026a8834a179a62dbd2ce848b581a27fca5",
    layouts=(OFFICIAL,),
    editable=True,
)
_EVERYBODY = frozenset({
    Role.VILLAGE, Role.TOWNSHIP, Role.DEPARTMENT, Role.COUNTY_OFFICE, Role.APPROVER, Role.INSPECTOR, Role.OBSERVER,
})  # fmt: skip
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


def _circular(*, full: bool) -> Printable:
    """An edition on paper: the open one for everybody, the full one for the county's own bodies."""

    async def number(_: Transaction, edition: Edition) -> str:
        return circulars.number(edition, full=full)

    async def draft(request: Request, _: Transaction, edition: Edition) -> Draft:
        said = orjson.loads(edition.open_text)
        issuer = said["county"] + request.app.state.settings.letter_office
        content = circulars.content(edition, issuer, full=full)
        return Draft(circulars.title(said), issuer, edition.published_on, content)

    kind, readers = ("full_circular", FULL_VIEW) if full else ("circular", frozenset(Role))
    return Printable(IssuedDocument, kind, publications.edition, readers, (CIRCULAR,), number, draft)


async def _brief_number(_: Transaction, brief: Brief) -> str:
    return briefs_paper.number(brief)


async def _brief_draft(request: Request, _: Transaction, brief: Brief) -> Draft:
    """The office of the county issues it; each copy has the township's own word as it is on its day."""
    issuer = orjson.loads(brief.text)["county"] + request.app.state.settings.letter_office
    return Draft(briefs_paper.title(brief), issuer, brief.prepared_on, briefs_paper.content(brief))


async def _programme_number(_: Transaction, programme: Programme) -> str:
    return programme.number


async def _programme_draft(request: Request, tx: Transaction, programme: Programme) -> Draft:
    county = (await directory.known_region(tx, programme.region)).name
    issuer = county + request.app.state.settings.letter_office
    content = await programme_paper.content(tx, programme, county)
    return Draft(programme.title, issuer, programme.published_on or programme.starts_on, content)


ROUTERS = [
    printable("/v1/letters", "letter_id", "letter", Printable(
        IssuedDocument, "letter", _find, _READERS, (LETTER,), _number, _draft,
    )),
    printable("/v1/publication-editions", "edition_id", "circular", _circular(full=False)),
    printable("/v1/full-publication-editions", "edition_id", "full_circular", _circular(full=True)),
    printable("/v1/programmes", "programme_id", "programme", Printable(
        IssuedDocument, "programme", programmes.on_paper, _EVERYBODY, (CIRCULAR,), _programme_number,
        _programme_draft,
    ), ProgrammeNotOut),
    printable("/v1/visit-passes", "pass_id", "visit_pass", Printable(
        IssuedDocument, "visit_pass", passes.visit_pass, frozenset({Role.DEPARTMENT, Role.COUNTY_OFFICE}), (PASS,),
        pass_paper.number, pass_paper.draft, personal=True,
    )),
    printable("/v1/briefs", "brief_id", "brief", Printable(
        IssuedDocument, "brief", briefs.get, BRIEF_READERS, (BRIEF,), _brief_number, _brief_draft, anew=True,
    )),
    document_checks(IssuedDocument),
]  # fmt: skip
