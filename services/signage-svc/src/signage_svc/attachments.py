"""Files as evidence on the records of this service: the table, and one line for each aggregate that takes them."""

from countykit.evidence import evidence
from servicekit.attachments.models import AttachmentRow

from signage_svc.hall_checks.repository import CHECKS
from signage_svc.models import Base
from signage_svc.plaques import repository as plaques
from signage_svc.surveys.repository import ORDERS


class Attachment(AttachmentRow, Base, table=True):
    """A file on a record of this service."""

    __tablename__ = "attachment"


ROUTERS = [
    evidence(Attachment, "/v1/plaques", "plaque", lambda tx, caller, key: plaques.get(tx, caller.scope, key)),
    evidence(
        Attachment, "/v1/survey-orders", "survey_order", lambda tx, caller, key: ORDERS.get(tx, caller.scope, key)
    ),
    evidence(Attachment, "/v1/hall-checks", "hall_check", lambda tx, caller, key: CHECKS.get(tx, caller.scope, key)),
]
