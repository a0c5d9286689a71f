"""HTTP about public statistics."""

from typing import Annotated

from countykit.directory import REGION_REFUSALS
from fastapi import Query
from servicekit.http import Router, Tx
from servicekit.problems import refusals

from certificate_svc.statistics import service
from certificate_svc.statistics.errors import MonthInvalid, MonthOpen
from certificate_svc.statistics.schemas import PublicStatistics

router = Router(prefix="/v1", tags=["public"])


@router.get("/public-statistics", responses=refusals(*REGION_REFUSALS, MonthInvalid, MonthOpen))
async def read_public_statistics(
    tx: Tx,
    region: Annotated[
        str | None,
        Query(pattern=r"^\d{6}0{6}$", description="the county; the only one unless given", examples=["990101000000"]),
    ] = None,
    month: Annotated[
        str | None, Query(max_length=7, description="one that is over; the last unless given", examples=["2026-03"])
    ] = None,
) -> PublicStatistics:
    """What was demanded in a month that no village may issue, for anybody, in numbers that lead to nobody."""
    return await service.published(tx, region, month)
