"""HTTP about what villages were asked for."""

from typing import Annotated

from countykit.directory import REGION_REFUSALS
from countykit.identity import Anyone
from fastapi import Query
from servicekit.errors import Forbidden
from servicekit.http import Router, Tx
from servicekit.problems import refusals

from checklist_svc.admissions.given_back.errors import WindowInvalid
from checklist_svc.admissions.given_back.routes import Day, place_of, require_window
from checklist_svc.admissions.village_minutes import service
from checklist_svc.admissions.village_minutes.schemas import VillageMinutes

router = Router(prefix="/v1", tags=["admissions"])


@router.get("/village-minutes", responses=refusals(Forbidden, WindowInvalid, *REGION_REFUSALS))
async def read_village_minutes(
    tx: Tx, caller: Anyone, first: Day, last: Day,
    region: Annotated[str | None, Query(pattern=r"^\d{12}$", description="the caller's own by default")] = None,
) -> VillageMinutes:  # fmt: skip
    """What was asked of villages between two days, in minutes, by month: tasks, forms, visits, boards and papers.

    Of a village, township or county; a department reads what it asked for itself. Nobody ranks by it.
    """
    require_window(first, last)
    return await service.village_minutes(tx, caller, place_of(caller, region), first, last)
