"""HTTP about intake."""

from typing import Annotated

from countykit.identity import Caller, Role, allow
from servicekit.http import Router, Tx

from report_svc.intake import service
from report_svc.intake.schemas import DraftForm, Suggestions

router = Router(prefix="/v1/column-suggestions", tags=["forms"])
Asker = Annotated[Caller, allow(Role.DEPARTMENT, Role.COUNTY_OFFICE, Role.APPROVER)]


@router.post("")
async def suggest_elements(body: DraftForm, tx: Tx, caller: Asker) -> Suggestions:
    """Which data elements the columns of a form ask for, who has them already and who asks for them; stored nowhere."""
    return await service.suggest(tx, caller, body)
