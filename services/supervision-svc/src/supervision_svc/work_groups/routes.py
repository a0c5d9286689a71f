"""HTTP about work groups."""

from typing import Annotated
from uuid import UUID

from contracts.titles import TITLE
from countykit.directory import DEPARTMENT_REFUSALS, REGION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from supervision_svc.work_groups import repository, service
from supervision_svc.work_groups.errors import GroupMembersUnfit, GroupPlaceUnfit, GroupTermUnfit
from supervision_svc.work_groups.models import WORKFLOW, WorkGroup
from supervision_svc.work_groups.schemas import GroupDissolution, GroupMembership, GroupToForm, WorkGroupView

_SEATED = (GroupMembersUnfit, GroupTermUnfit, GroupPlaceUnfit, *REGION_REFUSALS, *DEPARTMENT_REFUSALS)
router = Router(prefix="/v1/work-groups", tags=["work groups"])
Former = Annotated[Caller, allow(Role.COUNTY_OFFICE, Role.TOWNSHIP)]


@router.post("", status_code=201, openapi_extra={TITLE: "组建工作专班"}, responses=refusals(NotFound, *_SEATED))
async def form_work_group(body: GroupToForm, tx: Tx, caller: Former) -> WorkGroupView:
    """Form a group of the county or of a township: who bears which part of the work, until when."""
    return WorkGroupView.of(await service.form(tx, caller, body), caller)


@router.get("")
async def list_work_groups(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, repository.GROUPS]
) -> Page[WorkGroupView]:
    """The groups: all for those who follow the county, a township's its own, a body's those that it sits in."""
    statement = wanted.narrow(repository.groups(caller))
    return await page(tx, statement, WorkGroup, paging, view=lambda row: WorkGroupView.of(row, caller))


@router.get("/{group_id}", responses=refusals(NotFound))
async def read_work_group(group_id: UUID, tx: Tx, caller: Anyone) -> WorkGroupView:
    """One group."""
    return WorkGroupView.of(await repository.group(tx, caller, group_id), caller)


@router.step(WORKFLOW, "membership", of="/{group_id}", refused=_SEATED)
async def reseat_work_group(group_id: UUID, body: GroupMembership, tx: Tx, caller: Anyone) -> WorkGroupView:
    """Name the members from now on, and the day until which the group works."""
    return WorkGroupView.of(await service.reseat(tx, caller, group_id, body), caller)


@router.step(WORKFLOW, "dissolution", of="/{group_id}")
async def dissolve_work_group(group_id: UUID, body: GroupDissolution, tx: Tx, caller: Anyone) -> WorkGroupView:
    """End a group before its day; what its meetings decided goes on."""
    return WorkGroupView.of(await service.dissolve(tx, caller, group_id, body.note), caller)
