"""Files as evidence on the records of this service: the table, and one line for each aggregate that takes them."""

from countykit.evidence import case_evidence, evidence
from countykit.identity import Role
from servicekit.attachments.models import AttachmentRow

from checklist_svc.admissions import repository as admissions
from checklist_svc.admissions.agreements.repository import AGREEMENTS
from checklist_svc.imposed_tasks.models import ImposedTask
from checklist_svc.models import Base


class Attachment(AttachmentRow, Base, table=True):
    """A file on a record of this service."""

    __tablename__ = "attachment"


_OFFICE = frozenset({Role.COUNTY_OFFICE})
_FOLLOWING = frozenset({Role.COUNTY_OFFICE, Role.DEPARTMENT, Role.APPROVER, Role.INSPECTOR, Role.OBSERVER})
_PARTIES = frozenset({Role.DEPARTMENT, Role.TOWNSHIP, Role.VILLAGE})
ROUTERS = [
    # The scan of the county's approval: the office adds it, the department and the reviewing bodies read it.
    evidence(
        Attachment,
        "/v1/admissions",
        "admission",
        lambda tx, caller, key: admissions.get(tx, caller.scope, key),
        writers=_OFFICE,
        readers=_FOLLOWING,
    ),
    # The signed agreement, vouchers and what shows the work: each party may add and read them.
    evidence(
        Attachment,
        "/v1/agreements",
        "agreement",
        lambda tx, caller, key: AGREEMENTS.get(tx, caller.scope, key),
        writers=_PARTIES,
        readers=_FOLLOWING | _PARTIES,
    ),
    case_evidence(Attachment, "/v1/imposed-tasks", "imposed_task", ImposedTask),
]
