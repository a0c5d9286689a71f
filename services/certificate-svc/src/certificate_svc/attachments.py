"""Files as evidence on the records of this service: the table, and one line for each aggregate that takes them."""

from countykit.evidence import evidence
from servicekit.attachments.models import AttachmentRow

from certificate_svc.demands import repository as demands
from certificate_svc.models import Base


class Attachment(AttachmentRow, Base, table=True):
    """A file on a record of this service."""

    __tablename__ = "attachment"


ROUTERS = [
    evidence(Attachment, "/v1/demands", "demand", lambda tx, caller, key: demands.get(tx, caller.scope, key)),
]
