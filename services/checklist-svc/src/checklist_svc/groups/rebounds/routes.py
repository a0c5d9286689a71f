"""HTTP about rebounds of chat groups."""

from typing import Annotated
from uuid import UUID

from countykit.cases import CaseDecision
from countykit.identity import Anyone
from countykit.objections import CaseObjection, CaseReview, ObjectionLate
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages
from servicekit.problems import refusals

from checklist_svc.groups.rebounds import service
from checklist_svc.groups.rebounds.models import WORKFLOW
from checklist_svc.groups.rebounds.repository import REBOUNDS
from checklist_svc.groups.rebounds.schemas import GroupReboundView

router = Router(prefix="/v1/group-rebounds", tags=["groups"])
_ONE = "/{rebound_id}"


@router.get("")
async def list_group_rebounds(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, REBOUNDS.filters]
) -> Page[GroupReboundView]:
    """The groups that were closed and are there again; a department sees those that it is charged with."""
    return await REBOUNDS.page(tx, caller.scope, wanted, paging, lambda row: GroupReboundView.of(row, caller))


@router.get(_ONE, responses=refusals(NotFound))
async def read_group_rebound(rebound_id: UUID, tx: Tx, caller: Anyone) -> GroupReboundView:
    """One rebound."""
    return GroupReboundView.of(await REBOUNDS.get(tx, caller.scope, rebound_id), caller)


@router.step(WORKFLOW, "objection", of=_ONE, refused=(ObjectionLate,))
async def object_to_group_rebound(rebound_id: UUID, body: CaseObjection, tx: Tx, caller: Anyone) -> GroupReboundView:
    """Object as the charged body, within 30 days: the group is another one. It counts until that is decided."""
    return GroupReboundView.of(await service.contested(tx, caller, rebound_id, body.grounds), caller)


@router.step(WORKFLOW, "review", of=_ONE)
async def review_group_rebound(rebound_id: UUID, body: CaseReview, tx: Tx, caller: Anyone) -> GroupReboundView:
    """Decide on the objection, as somebody who did not register the group; what is overturned counts no more."""
    return GroupReboundView.of(await service.reviewed(tx, caller, rebound_id, body.reason, body.decision), caller)


@router.step(WORKFLOW, "withdrawal", of=_ONE)
async def withdraw_group_rebound(rebound_id: UUID, body: CaseDecision, tx: Tx, caller: Anyone) -> GroupReboundView:
    """Take a finding back that was wrong, without an objection; it counts no more."""
    return GroupReboundView.of(await service.reviewed(tx, caller, rebound_id, body.reason), caller)
