"""Files as evidence on the records of this service: the table, and one line for each aggregate that takes them."""

from countykit.evidence import case_evidence, evidence
from servicekit.attachments.models import AttachmentRow

from report_svc.filings import repository as filings
from report_svc.models import Base
from report_svc.offplan.models import OffplanDemand


class Attachment(AttachmentRow, Base, table=True):
    """A file on a record of this service."""

    __tablename__ = "attachment"


ROUTERS = [
    case_evidence(Attachment, "/v1/offplan-demands", "offplan_demand", OffplanDemand),
    evidence(Attachment, "/v1/filings", "filing", lambda tx, caller, key: filings.get(tx, caller.scope, key)),
]
