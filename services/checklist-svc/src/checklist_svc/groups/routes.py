"""HTTP about chat groups."""

from typing import Annotated
from uuid import UUID

from countykit.directory import REGION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages
from servicekit.problems import refusals

from checklist_svc.groups import service
from checklist_svc.groups.errors import OneGroupPerTownship
from checklist_svc.groups.models import WORKFLOW
from checklist_svc.groups.repository import GROUPS
from checklist_svc.groups.schemas import GroupRegistration, GroupStep, GroupView
from checklist_svc.settings import Configured

router = Router(prefix="/v1/groups", tags=["groups"])
Township = Annotated[Caller, allow(Role.TOWNSHIP)]


@router.post("", status_code=201, responses=refusals(*REGION_REFUSALS))
async def register_group(registration: GroupRegistration, tx: Tx, caller: Township, settings: Configured) -> GroupView:
    """Put a chat group or app that faces villages on the record."""
    return GroupView.of(await service.register(tx, caller, registration, settings), caller)


@router.get("")
async def list_groups(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, GROUPS.filters]
) -> Page[GroupView]:
    """The chat groups within the caller's region."""
    return await GROUPS.page(tx, caller.scope, wanted, paging, lambda group: GroupView.of(group, caller))


@router.get("/{group_id}", responses=refusals(NotFound))
async def read_group(group_id: UUID, tx: Tx, caller: Anyone) -> GroupView:
    """One chat group."""
    return GroupView.of(await GROUPS.get(tx, caller.scope, group_id), caller)


@router.step(
    WORKFLOW, "retention", "merger", "dissolution", of="/{group_id}", bulk=True, refused=(OneGroupPerTownship,)
)
async def step_group(group_id: UUID, action: str, body: GroupStep, tx: Tx, caller: Anyone) -> GroupView:
    """Retain the one lawful group of the township (GRP-01), merge a group into it, or dissolve a group."""
    return GroupView.of(await service.step(tx, caller, group_id, action, body.reason), caller)
