"""HTTP about chat groups."""

from typing import Annotated
from uuid import UUID

from contracts.titles import TITLE
from countykit.directory import DEPARTMENT_REFUSALS, REGION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from fastapi import File, UploadFile
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages
from servicekit.problems import refusals
from servicekit.tabular import UNREADABLE, RowsRefused

from checklist_svc.groups import imports, repository, service
from checklist_svc.groups.errors import AppSecond, MergeTargetInvalid, OneGroupPerTownship
from checklist_svc.groups.models import WORKFLOW
from checklist_svc.groups.repository import GROUPS
from checklist_svc.groups.schemas import (
    GroupCount,
    GroupImportReport,
    GroupMerger,
    GroupRegistration,
    GroupStep,
    GroupVerification,
    GroupView,
)
from checklist_svc.settings import Configured

router = Router(prefix="/v1/groups", tags=["groups"])
counts = Router(prefix="/v1/group-counts", tags=["groups"])
Registrar = Annotated[Caller, allow(Role.TOWNSHIP, Role.COUNTY_OFFICE)]
_ONE = "/{group_id}"
_LARGEST_UPLOAD = 24 * 1024 * 1024


@router.post("", status_code=201, responses=refusals(*REGION_REFUSALS, *DEPARTMENT_REFUSALS))
async def register_group(registration: GroupRegistration, tx: Tx, caller: Registrar, settings: Configured) -> GroupView:
    """Put a chat group or app that faces villages on the record. One that was closed before is charged as a rebound."""
    return GroupView.of(await service.register(tx, caller, registration, settings), caller)


@router.post(
    "/import", max_body_size=_LARGEST_UPLOAD, openapi_extra={TITLE: "导入工作群摸底表"},
    responses=refusals(RowsRefused, *UNREADABLE),
)  # fmt: skip
async def import_groups(
    file: Annotated[UploadFile, File(description="XLSX, CSV or JSON with the columns of a row")],
    tx: Tx, caller: Registrar, settings: Configured, dry_run: bool = False,
) -> GroupImportReport:  # fmt: skip
    """Enter a whole survey in one call: all rows or none; with `dry_run` only the report with its rebounds."""
    return await imports.import_survey(tx, caller, file, settings, dry_run=dry_run)


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


@router.step(WORKFLOW, "retention", "dissolution", of=_ONE, bulk=True, refused=(OneGroupPerTownship, AppSecond))
async def step_group(group_id: UUID, action: str, body: GroupStep, tx: Tx, caller: Anyone) -> GroupView:
    """Retain the one lawful group of the township (GRP-01), or dissolve a group."""
    return GroupView.of(await service.step(tx, caller, group_id, action, body.reason), caller)


@router.step(WORKFLOW, "merger", of=_ONE, bulk=True, refused=(MergeTargetInvalid,))
async def merge_group(group_id: UUID, body: GroupMerger, tx: Tx, caller: Anyone) -> GroupView:
    """Merge a group into another open one of its township."""
    return GroupView.of(await service.merge(tx, caller, group_id, body.target, body.reason), caller)


@router.step(WORKFLOW, "allowance", of=_ONE)
async def allow_group(group_id: UUID, body: GroupStep, tx: Tx, caller: Anyone) -> GroupView:
    """Let a township keep a group beside the one that it has, as the approver, for a reason."""
    return GroupView.of(await service.allow(tx, caller, group_id, body.reason), caller)


@router.step(WORKFLOW, "verification", of=_ONE, bulk=True)
async def verify_group(group_id: UUID, body: GroupVerification, tx: Tx, caller: Anyone) -> GroupView:
    """Say as somebody outside of the township whether a group is closed; one that is still there is open again."""
    return GroupView.of(await service.verify(tx, caller, group_id, body), caller)


@counts.get("")
async def count_groups(tx: Tx, caller: Anyone) -> Page[GroupCount]:
    """The baseline of each township of the caller's region, what has become of it, and what came back; one page."""
    rows = await repository.counts(tx, caller.region)
    return Page(items=[GroupCount(**row) for row in rows], next=None)
