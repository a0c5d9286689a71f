"""What this service prints: the tables, and the documents of its aggregates."""

from countykit.directory import REGION_REFUSALS
from countykit.identity import Role
from countykit.printing import OFFICIAL, village_numbers
from servicekit.printing.issuing import Printable
from servicekit.printing.models import IssuedDocumentRow, SerialRow
from servicekit.printing.routes import document_checks, printable
from servicekit.printing.templates import Template

from signage_svc.halls import sign
from signage_svc.halls.errors import SignSpecMissing
from signage_svc.halls.repository import HALLS
from signage_svc.labels import paper as code_sheet
from signage_svc.labels.repository import LABELS
from signage_svc.matters import paper
from signage_svc.matters import repository as matters
from signage_svc.matters.errors import MatterEnded
from signage_svc.models import Base
from signage_svc.plaques import paper as disposal_order
from signage_svc.plaques import repository as plaques
from signage_svc.plaques.errors import DisposalNotOrdered
from signage_svc.specs.errors import SpecTableMissing
from signage_svc.surveys import paper as field_ledger
from signage_svc.surveys.repository import ROUNDS

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
CODE_SHEET = Template(
    "code_sheet",
    1,
    "signage_svc",
    "1cb4574647c821ad636590547912d010a2779d8da2e495040ac5c2227065830c",
    layouts=(OFFICIAL,),
)
DISPOSAL_ORDER = Template(
    "disposal_order",
    1,
    "signage_svc",
    "b62b3d2e9c84954b409884c627ecf7afd8807e4cf2132b80535c117f3b340b3e",
    layouts=(OFFICIAL,),
)
FIELD_LEDGER = Template(
    "field_ledger",
    1,
    "signage_svc",
    "87a0c3e1938a1c0911a0576e5d2fe3c4b947a5b9ff12a0af3e1840ab592e6604",
    layouts=(OFFICIAL,),
)
_READERS = frozenset({Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY_OFFICE, Role.INSPECTOR})

_CHECKING = _READERS - {Role.VILLAGE}


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
    printable(
        "/v1/labels", "label_id", "code_sheet",
        Printable(
            IssuedDocument, "code_sheet", lambda tx, caller, key: LABELS.get(tx, caller.scope, key), _READERS,
            (CODE_SHEET,), village_numbers(DocumentSerial, "EW"), code_sheet.draft, anew=True,
        ),
        *REGION_REFUSALS,
    ),
    printable(
        "/v1/plaques", "plaque_id", "disposal_order",
        Printable(
            IssuedDocument, "disposal_order", lambda tx, caller, key: plaques.get(tx, caller.scope, key), _READERS,
            (DISPOSAL_ORDER,), village_numbers(DocumentSerial, "CZ"), disposal_order.draft, anew=True,
        ),
        DisposalNotOrdered,
    ),
    printable(
        "/v1/surveys", "survey_id", "field_ledger",
        Printable(
            IssuedDocument, "field_ledger", lambda tx, caller, key: ROUNDS.get(tx, caller.scope, key), _CHECKING,
            (FIELD_LEDGER,), village_numbers(DocumentSerial, "QD"), field_ledger.draft, anew=True,
        ),
        SpecTableMissing,
    ),
    document_checks(IssuedDocument),
]  # fmt: skip
