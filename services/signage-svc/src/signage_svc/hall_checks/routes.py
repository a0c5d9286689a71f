"""HTTP about checks of service places."""

from typing import Annotated
from uuid import UUID

from countykit import objections
from countykit.errors import DateInFuture
from countykit.identity import Anyone, Caller, Role, allow
from countykit.objections import CaseObjection, CaseReview, ObjectionLate
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages
from servicekit.problems import refusals

from signage_svc.hall_checks import service
from signage_svc.hall_checks.errors import CheckerNotIndependent, HallNotInUse, MissedWithoutNote
from signage_svc.hall_checks.models import WORKFLOW
from signage_svc.hall_checks.repository import CHECKS
from signage_svc.hall_checks.schemas import HallCheckEntry, HallCheckReason, HallCheckView

router = Router(prefix="/v1/hall-checks", tags=["service places"])
Inspector = Annotated[Caller, allow(Role.INSPECTOR)]


@router.post(
    "", status_code=201,
    responses=refusals(NotFound, CheckerNotIndependent, DateInFuture, MissedWithoutNote, HallNotInUse),
)  # fmt: skip
async def record_hall_check(entry: HallCheckEntry, tx: Tx, caller: Inspector) -> HallCheckView:
    """Record the three details of a service place as an inspector saw them; the check before it counts no more."""
    return HallCheckView.of(await service.record(tx, caller, entry), caller)


@router.get("")
async def list_hall_checks(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, CHECKS.filters]
) -> Page[HallCheckView]:
    """The checks of service places within the caller's region."""
    return await CHECKS.page(tx, caller.scope, wanted, paging, lambda row: HallCheckView.of(row, caller))


@router.get("/{check_id}", responses=refusals(NotFound))
async def read_hall_check(check_id: UUID, tx: Tx, caller: Anyone) -> HallCheckView:
    """One check."""
    return HallCheckView.of(await CHECKS.get(tx, caller.scope, check_id), caller)


@router.step(WORKFLOW, "objection", of="/{check_id}", refused=(ObjectionLate,))
async def object_to_hall_check(check_id: UUID, body: CaseObjection, tx: Tx, caller: Anyone) -> HallCheckView:
    """Object to a check as the township of the hall, within 30 days; it counts until that is decided."""
    check = await CHECKS.locked(tx, caller.scope, check_id)
    objections.object_to(tx, WORKFLOW, check, caller, body.grounds)
    return HallCheckView.of(check, caller)


@router.step(WORKFLOW, "review", of="/{check_id}")
async def review_hall_check(check_id: UUID, body: CaseReview, tx: Tx, caller: Anyone) -> HallCheckView:
    """Decide on the objection, as somebody other than the inspector; what is overturned counts no more."""
    check = await CHECKS.locked(tx, caller.scope, check_id)
    objections.review(tx, WORKFLOW, check, caller, body.reason, decision=body.decision)
    return HallCheckView.of(check, caller)


@router.step(WORKFLOW, "withdrawal", of="/{check_id}")
async def withdraw_hall_check(check_id: UUID, body: HallCheckReason, tx: Tx, caller: Anyone) -> HallCheckView:
    """Take a check back that proved wrong, as a second person; it counts no more."""
    check = await CHECKS.locked(tx, caller.scope, check_id)
    objections.review(tx, WORKFLOW, check, caller, body.reason)
    return HallCheckView.of(check, caller)
