"""HTTP about hours given back."""

from datetime import date, timedelta
from typing import Annotated

from countykit.directory import REGION_REFUSALS
from countykit.identity import Anyone, Caller
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


def require_window(first: date, last: date) -> None:
    """Refuse days that are reversed, or further apart than three years; raises WindowInvalid."""
    if not timedelta(0) <= last - first <= LONGEST:
        raise WindowInvalid


def place_of(caller: Caller, region: str | None) -> str:
    """The digits of the place that is asked for, a county at most; the caller's own by default. Raises Forbidden."""
    prefix = significant(region) if region else caller.region
    if len(prefix) < 6:
        raise Forbidden("请选择一个县、乡镇或者村")
    caller.require_region(prefix.ljust(12, "0"))
    return prefix


@router.get("/hours-given-back", responses=refusals(Forbidden, WindowInvalid, *REGION_REFUSALS))
async def read_hours_given_back(
    tx: Tx, caller: Anyone, first: Day, last: Day,
    region: Annotated[str | None, Query(pattern=r"^\d{12}$", description="the caller's own by default")] = None,
) -> GivenBack:  # fmt: skip
    """Hours given back to each village in a month, of a village, township or county, with the records behind them.

    Counted are admissions and forms that ended before the day on which they were to end; a department sees its own.
    """
    require_window(first, last)
    return await service.given_back(tx, caller, place_of(caller, region), first, last)
