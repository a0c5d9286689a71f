"""Files as evidence on the records of this service: the table, and one line for each aggregate that takes them."""

from countykit.evidence import COUNTY, ON_SITE, evidence
from countykit.identity import Role
from countykit.joining import JUDGES
from servicekit.attachments.models import AttachmentRow

from supervision_svc.complaints import repository as complaints
from supervision_svc.decisions import repository as decisions
from supervision_svc.findings import repository as findings
from supervision_svc.models import Base
from supervision_svc.practices.repository import PRACTICES
from supervision_svc.rectifications import repository as rectifications
from supervision_svc.visits import repository as visits

_HANDLERS = frozenset({Role.COUNTY_OFFICE, Role.INSPECTOR})
_BODIES = frozenset({Role.COUNTY_OFFICE, Role.INSPECTOR, Role.DEPARTMENT, Role.TOWNSHIP})
_VILLAGE = {Role.VILLAGE}  # letters and their repairs are between the county and one township


class Attachment(AttachmentRow, Base, table=True):
    """A file on a record of this service."""

    __tablename__ = "attachment"


ROUTERS = [
    # Who complains adds no files: a photo shows faces, places and the telephone it was taken with.
    evidence(Attachment, "/v1/complaints", "complaint", complaints.get, writers=_HANDLERS, readers=JUDGES),
    evidence(
        Attachment,
        "/v1/meeting-decisions",
        "decision",
        decisions.get,
        writers=_BODIES,
        readers=_BODIES | {Role.APPROVER, Role.OBSERVER},
    ),
    evidence(Attachment, "/v1/visits", "visit", visits.get),
    evidence(Attachment, "/v1/findings", "finding", lambda tx, caller, key: findings.get(tx, caller.scope, key)),
    evidence(Attachment, "/v1/practices", "practice", lambda tx, caller, key: PRACTICES.get(tx, caller.scope, key)),
    evidence(
        Attachment,
        "/v1/rectifications",
        "rectification",
        lambda tx, caller, key: rectifications.get(tx, caller.scope, key),
        writers=ON_SITE - _VILLAGE,
        readers=COUNTY - _VILLAGE,
    ),
]
