"""What this service prints: the tables, and the documents of its aggregates."""

from countykit.identity import Role
from countykit.printing import OFFICIAL, village_numbers
from servicekit.printing.issuing import Printable
from servicekit.printing.models import IssuedDocumentRow, SerialRow
from servicekit.printing.routes import document_checks, printable
from servicekit.printing.templates import Template

from signage_svc.halls import sign
from signage_svc.halls.errors import SignSpecMissing
from signage_svc.halls.repository import HALLS
from signage_svc.matters import paper
from signage_svc.matters import repository as matters
from signage_svc.matters.errors import MatterEnded
from signage_svc.models import Base
from signage_svc.specs.errors import SpecTableMissing

HALL_SIGN = Template(
    "hall_sign",
    1,
    "signage_svc",
    "e28bc7489ccb4af4dfee55007c3c414d2588072e2287cdc9d8a1166696ba3321",
    layouts=(OFFICIAL,),
)
GUIDE = Template(
    "guide", 1, "signage_svc", "4da1ccf2bc2ae2b6077c68b51e8efdb66986446813722c0bd1fece684209399f", layouts=(OFFICIAL,)
)
_READERS = frozenset({Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY_OFFICE, Role.INSPECTOR})


class IssuedDocument(IssuedDocumentRow, Base, table=True):
    """A document that this service issued."""

    __tablename__ = "issued_document"


class DocumentSerial(SerialRow, Base, table=True):
    """The last serial of a place's documents of one kind in a year."""

    __tablename__ = "document_serial"


ROUTERS = [
    printable(
        "/v1/halls", "hall_id", "hall_sign",
        Printable(
            IssuedDocument, "hall", lambda tx, caller, key: HALLS.get(tx, caller.scope, key), _READERS, (HALL_SIGN,),
            village_numbers(DocumentSerial, "BP"), sign.draft, anew=True,
        ),
        SignSpecMissing, SpecTableMissing,
    ),
    printable(
        "/v1/service-matters", "matter_id", "guide",
        Printable(
            IssuedDocument, "guide", matters.get, _READERS, (GUIDE,), village_numbers(DocumentSerial, "ZN"),
            paper.draft, anew=True,
        ),
        MatterEnded,
    ),
    document_checks(IssuedDocument),
]  # fmt: skip
