"""Files as evidence on the records of this service: one line for each aggregate that takes them."""

from countykit.evidence import case_evidence, evidence
from countykit.identity import Role

from signage_svc.board_reports.models import REPORT_PHOTO
from signage_svc.board_reports.repository import REPORTS
from signage_svc.hall_checks.repository import CHECKS
from signage_svc.hanging_charges.models import HangingCharge
from signage_svc.models import Attachment
from signage_svc.plaques import repository as plaques
from signage_svc.plaques.photos import DisposalPhoto
from signage_svc.surveys.repository import ORDERS

_ANSWERING = frozenset({Role.TOWNSHIP, Role.COUNTY_OFFICE, Role.INSPECTOR})
ROUTERS = [
    evidence(
        Attachment,
        "/v1/plaques",
        plaques.PHOTOGRAPHED,
        lambda tx, caller, key: plaques.get(tx, caller.scope, key),
        kinds=DisposalPhoto,
    ),
    evidence(
        Attachment, "/v1/survey-orders", "survey_order", lambda tx, caller, key: ORDERS.get(tx, caller.scope, key)
    ),
    evidence(Attachment, "/v1/hall-checks", "hall_check", lambda tx, caller, key: CHECKS.get(tx, caller.scope, key)),
    case_evidence(Attachment, "/v1/hanging-charges", "hanging_charge", HangingCharge),
    evidence(
        Attachment,
        "/v1/board-reports",
        REPORT_PHOTO,
        lambda tx, caller, key: REPORTS.get(tx, caller.scope, key),
        writers=_ANSWERING,
        readers=_ANSWERING,
    ),
]
