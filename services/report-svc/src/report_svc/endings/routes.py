"""HTTP about ends of arrangements."""

from uuid import UUID

from countykit.identity import Anyone
from servicekit.http import Router, Tx

from report_svc.arrangements.models import WORKFLOW
from report_svc.arrangements.schemas import ArrangementView
from report_svc.endings import errors, service
from report_svc.endings.schemas import Cancellation, Shortening

router = Router(prefix="/v1/arrangements", tags=["arrangements"])


@router.step(WORKFLOW, "shortening", of="/{arrangement_id}", refused=(errors.NotShorter, errors.NothingToLift))
async def shorten_arrangement(arrangement_id: UUID, body: Shortening, tx: Tx, caller: Anyone) -> ArrangementView:
    """Ask villages no more for the periods that begin after a day; they read the reason."""
    arrangement, periods = await service.shorten(tx, caller, arrangement_id, body)
    return ArrangementView.whole(arrangement, periods, caller)


@router.step(WORKFLOW, "cancellation", of="/{arrangement_id}", refused=(errors.NothingToLift,))
async def cancel_arrangement(arrangement_id: UUID, body: Cancellation, tx: Tx, caller: Anyone) -> ArrangementView:
    """Ask villages for nothing more that is not due yet; what was filed stays, what was due stays owed."""
    arrangement, periods = await service.cancel(tx, caller, arrangement_id, body.reason)
    return ArrangementView.whole(arrangement, periods, caller)
