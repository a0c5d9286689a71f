"""HTTP about reductions."""

from typing import Annotated

from countykit.identity import Anyone
from fastapi import Query
from servicekit.http import Router, Tx
from servicekit.problems import refusals

from report_svc.efforts.errors import DaysReversed
from report_svc.efforts.routes import Day
from report_svc.filings.errors import RegionTooWide
from report_svc.reductions import service
from report_svc.reductions.schemas import Reduction

router = Router(prefix="/v1/reductions", tags=["forms"])
_REGION = Query(pattern=r"^\d{12}$", description="county, township or village; the caller's own by default")


@router.get("", responses=refusals(DaysReversed, RegionTooWide))
async def read_reduction(
    tx: Tx, caller: Anyone, first: Day, last: Day, region: Annotated[str | None, _REGION] = None
) -> Reduction:
    """The forms in force, their columns and filings per village and year at the end of two days, and each change."""
    if last < first:
        raise DaysReversed
    place = (region or caller.region).ljust(12, "0")
    if len(region or caller.region) < 6:
        raise RegionTooWide
    caller.require_region(place)
    return await service.reduction(tx, place, first, last)
