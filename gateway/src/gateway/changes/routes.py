"""HTTP about changes of regions and bodies."""

from typing import Annotated
from uuid import UUID

from contracts.lineage import ChangeSubject
from countykit.identity import Anyone, Caller, Role, allow
from fastapi import Path, Query, Request
from servicekit.errors import Forbidden, NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages
from servicekit.problems import refusals

from gateway.changes import repository, service
from gateway.changes.effects import effects_of, new_records
from gateway.changes.errors import SHAPE, ChangeNotUndoable
from gateway.changes.models import WORKFLOW
from gateway.changes.repository import CHANGES
from gateway.changes.schemas import (
    ChangeDraft,
    ChangeReason,
    ChangeView,
    EffectsView,
    LineageList,
    LineageView,
)

router = Router(prefix="/api/directory/v1/changes", tags=["directory"])
lineage = Router(prefix="/api/directory/v1/lineage", tags=["directory"])
Keeper = Annotated[Caller, allow(Role.OPERATOR, Role.COUNTY_OFFICE)]


@router.post("", status_code=201, responses=refusals(Forbidden, *SHAPE))
async def draft_change(draft: ChangeDraft, tx: Tx, caller: Keeper) -> ChangeView:
    """Draft a merger, a split, a move, a rename, another code, an upgrade or an abolition; nothing happens yet."""
    return ChangeView.of(await service.draft_change(tx, caller, draft), caller)


@router.get("")
async def list_changes(
    tx: Tx, caller: Keeper, paging: Pages, wanted: Annotated[Wanted, CHANGES.filters]
) -> Page[ChangeView]:
    """The changes of the caller's region, those to come and those of the past."""
    return await CHANGES.page(tx, caller.scope, wanted, paging, lambda row: ChangeView.of(row, caller))


@router.get("/{change_id}", responses=refusals(NotFound))
async def read_change(change_id: UUID, tx: Tx, caller: Keeper) -> ChangeView:
    """One change with all its lines."""
    return ChangeView.of(await CHANGES.get(tx, caller.scope, change_id), caller)


@router.get("/{change_id}/effects", responses=refusals(NotFound))
async def preview_change(request: Request, change_id: UUID, tx: Tx, caller: Keeper) -> EffectsView:
    """What would pass to the successors: open work by kind, records, posts, bodies; nothing is changed by asking."""
    return await effects_of(request, tx, await CHANGES.get(tx, caller.scope, change_id))


@router.step(WORKFLOW, "confirmation", of="/{change_id}", refused=SHAPE)
async def confirm_change(request: Request, change_id: UUID, tx: Tx, caller: Anyone) -> ChangeView:
    """Confirm a change as a second person; it takes effect as its day begins, or at once. What it moved is kept."""
    effects = await effects_of(request, tx, await CHANGES.locked(tx, caller.scope, change_id))
    change = await service.confirm(tx, caller, change_id)
    change.effects = effects.model_dump(mode="json")
    return ChangeView.of(change, caller)


@router.step(WORKFLOW, "withdrawal", of="/{change_id}")
async def withdraw_change(change_id: UUID, body: ChangeReason, tx: Tx, caller: Anyone) -> ChangeView:
    """Take a change back that has not taken effect."""
    return ChangeView.of(await service.withdraw(tx, caller, change_id, body.reason), caller)


@router.step(WORKFLOW, "undoing", of="/{change_id}", refused=(ChangeNotUndoable,))
async def undo_change(request: Request, change_id: UUID, body: ChangeReason, tx: Tx, caller: Anyone) -> ChangeView:
    """Take a change back within a day of its effect, while nothing new depends on it."""
    found = await new_records(request, await CHANGES.locked(tx, caller.scope, change_id))
    return ChangeView.of(await service.undo(tx, caller, change_id, body.reason, new_records=found), caller)


@lineage.get("/{code}")
async def read_lineage(
    code: Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$")], tx: Tx, _: Anyone,
    subject: Annotated[ChangeSubject, Query(description="whose code it is")] = ChangeSubject.REGION,
) -> LineageList:  # fmt: skip
    """Everything that a region or a body came from and became, the earliest first; for anybody signed in."""
    rows, more = await repository.history(tx, subject, code)
    return LineageList(lines=[LineageView.model_validate(row) for row in rows], more=more)
