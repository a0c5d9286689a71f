"""Files as evidence on the records of this service: the table, and one line for each aggregate that takes them."""

from countykit.evidence import case_evidence
from servicekit.attachments.models import AttachmentRow

from checklist_svc.imposed_tasks.models import ImposedTask
from checklist_svc.models import Base


class Attachment(AttachmentRow, Base, table=True):
    """A file on a record of this service."""

    __tablename__ = "attachment"


ROUTERS = [
    case_evidence(Attachment, "/v1/imposed-tasks", "imposed_task", ImposedTask),
]
