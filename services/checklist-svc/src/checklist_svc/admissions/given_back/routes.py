"""HTTP about hours given back."""

from datetime import date, timedelta
from typing import Annotated

from countykit.directory import REGION_REFUSALS
from countykit.identity import Anyone
from countykit.regions import significant
from fastapi import Query
from pydantic import Field
from servicekit.errors import Forbidden
from servicekit.http import Router, Tx
from servicekit.problems import refusals

from checklist_svc.admissions.given_back import service
from checklist_svc.admissions.given_back.errors import WindowInvalid
from checklist_svc.admissions.given_back.schemas import GivenBack

router = Router(prefix="/v1", tags=["admissions"])
LONGEST = timedelta(days=3 * 366)
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2200, 12, 31)), Query()]


@router.get("/hours-given-back", responses=refusals(Forbidden, WindowInvalid, *REGION_REFUSALS))
async def read_hours_given_back(
    tx: Tx, caller: Anyone, first: Day, last: Day,
    region: Annotated[str | None, Query(pattern=r"^\d{12}$", description="the caller's own by default")] = None,
) -> GivenBack:  # fmt: skip
    """Hours given back to each village in a month, of a village, township or county, with the records behind them.

    Counted are admissions and forms that ended before the day on which they were to end; a department sees its own.
    """
    if not timedelta(0) <= last - first <= LONGEST:
        raise WindowInvalid
    prefix = significant(region) if region else caller.region
    if len(prefix) < 6:
        raise Forbidden("请选择一个县、乡镇或者村")
    caller.require_region(prefix.ljust(12, "0"))
    return await service.given_back(tx, caller, prefix, first, last)
