"""HTTP about hanging requests."""

from typing import Annotated
from uuid import UUID

from countykit.directory import DEPARTMENT_REFUSALS, REGION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from countykit.numbers import NUMBER_REFUSALS, GroundStatement
from servicekit.errors import Forbidden, NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages
from servicekit.problems import refusals

from signage_svc.hangings import service
from signage_svc.hangings.errors import (
    BoardNotInside,
    BoardNotListed,
    BoardNotOutside,
    BoardToMerge,
    HangingDoubled,
    OutsideFull,
    SpecNeeded,
)
from signage_svc.hangings.models import WORKFLOW
from signage_svc.hangings.repository import REQUESTS
from signage_svc.hangings.schemas import HangingDecision, HangingEntry, HangingReason, HangingRequestView
from signage_svc.settings import Configured
from signage_svc.specs.errors import SpecTableMissing, SpecUnknown

router = Router(prefix="/v1/hanging-requests", tags=["hanging requests"])
Applicant = Annotated[Caller, allow(Role.DEPARTMENT)]
_GATE = (BoardNotOutside, BoardNotInside, OutsideFull, SpecTableMissing)


@router.post(
    "", status_code=201,
    responses=refusals(
        Forbidden, *REGION_REFUSALS, *DEPARTMENT_REFUSALS, HangingDoubled, BoardNotListed, BoardToMerge, *_GATE,
        *NUMBER_REFUSALS,
    ),
)  # fmt: skip
async def request_hanging(entry: HangingEntry, tx: Tx, caller: Applicant, settings: Configured) -> HangingRequestView:
    """Ask that a new board be hung; what the table or the rules do not allow is refused at once, with the rule."""
    return HangingRequestView.of(await service.request(tx, caller, entry, settings), caller)


@router.get("")
async def list_hanging_requests(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, REQUESTS.filters]
) -> Page[HangingRequestView]:
    """The requests within the caller's region; departments see their own."""
    return await REQUESTS.page(tx, caller.scope, wanted, paging, lambda row: HangingRequestView.of(row, caller))


@router.get("/{request_id}", responses=refusals(NotFound))
async def read_hanging_request(request_id: UUID, tx: Tx, caller: Anyone) -> HangingRequestView:
    """One request."""
    return HangingRequestView.of(await REQUESTS.get(tx, caller.scope, request_id), caller)


@router.step(WORKFLOW, "decision", of="/{request_id}", refused=(SpecNeeded, SpecUnknown, *_GATE, *NUMBER_REFUSALS))
async def decide_hanging_request(
    request_id: UUID, body: HangingDecision, tx: Tx, caller: Anyone, settings: Configured
) -> HangingRequestView:
    """Grant or reject a request; a grant is checked once more against what hangs there now, and gets a number."""
    return HangingRequestView.of(await service.decide(tx, caller, request_id, body, settings), caller)


@router.step(WORKFLOW, "withdrawal", of="/{request_id}")
async def withdraw_hanging_request(request_id: UUID, body: HangingReason, tx: Tx, caller: Anyone) -> HangingRequestView:
    """Take a request back, as the body that made it."""
    return HangingRequestView.of(await service.withdraw(tx, caller, request_id, body.reason), caller)


@router.step(WORKFLOW, "grounding", of="/{request_id}", refused=NUMBER_REFUSALS)
async def ground_hanging_request(request_id: UUID, body: GroundStatement, tx: Tx, caller: Anyone) -> HangingRequestView:
    """State the admission number or the law that a request lacks, as the body that made it (LST-01)."""
    return HangingRequestView.of(await service.state_ground(tx, caller, request_id, body), caller)
