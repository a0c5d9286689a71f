"""HTTP about service halls, and what the code on their signs leads to."""

from typing import Annotated
from uuid import UUID

from countykit.directory import REGION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from fastapi import Path, Response
from servicekit.errors import Forbidden, NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages
from servicekit.problems import refusals

from signage_svc.halls import service
from signage_svc.halls.errors import (
    HallDoubled,
    MatterNotOffered,
    PlaceUnknown,
    PlanDoubled,
    SamePersonAB,
    ShortNameIsBoard,
)
from signage_svc.halls.models import WORKFLOW
from signage_svc.halls.repository import HALLS
from signage_svc.halls.schemas import HallEntry, HallPlan, HallReason, HallView, PublicPlace
from signage_svc.settings import Configured
from signage_svc.specs.errors import SpecTableMissing

router = Router(prefix="/v1/halls", tags=["service places"])
places = Router(prefix="/v1/places", tags=["public"])
Township = Annotated[Caller, allow(Role.TOWNSHIP)]
Code = Annotated[str, Path(min_length=1, max_length=40, examples=["MZXW6YTBOI4DQMJS"])]
_PLAN = (HallDoubled, PlanDoubled, SamePersonAB, ShortNameIsBoard, MatterNotOffered, SpecTableMissing)


@router.post("", status_code=201, responses=refusals(Forbidden, *REGION_REFUSALS, *_PLAN))
async def enter_hall(entry: HallEntry, tx: Tx, caller: Township, settings: Configured) -> HallView:
    """Enter a service hall with its plan: areas, windows, posts with A and B staff, and the matters of each."""
    return HallView.of(await service.enter(tx, caller, entry, settings), caller)


@router.get("")
async def list_halls(tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, HALLS.filters]) -> Page[HallView]:
    """The service halls within the caller's region."""
    return await HALLS.page(tx, caller.scope, wanted, paging, lambda row: HallView.of(row, caller))


@router.get("/{hall_id}", responses=refusals(NotFound))
async def read_hall(hall_id: UUID, tx: Tx, caller: Anyone) -> HallView:
    """One hall with its plan."""
    return HallView.of(await HALLS.get(tx, caller.scope, hall_id), caller)


@router.step(WORKFLOW, "revision", of="/{hall_id}", refused=_PLAN)
async def revise_hall(hall_id: UUID, body: HallPlan, tx: Tx, caller: Anyone, settings: Configured) -> HallView:
    """Replace the plan of a hall as a whole; the code on its sign stays."""
    return HallView.of(await service.revise(tx, caller, hall_id, body, settings), caller)


@router.step(WORKFLOW, "closure", of="/{hall_id}")
async def close_hall(hall_id: UUID, body: HallReason, tx: Tx, caller: Anyone) -> HallView:
    """Close a hall for good."""
    return HallView.of(await service.close(tx, caller, hall_id, body.reason), caller)


@places.get("/{code}", responses=refusals(PlaceUnknown))
async def read_place(code: Code, tx: Tx, response: Response) -> PublicPlace:
    """What a code leads to: a hall with its posts and matters, or the boards of a village; nobody needs to log in."""
    response.headers["cache-control"] = "no-store"
    return await service.public_place(tx, code.upper())
