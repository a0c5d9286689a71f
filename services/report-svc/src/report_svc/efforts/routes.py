"""HTTP about efforts."""

from dataclasses import fields
from datetime import date, timedelta
from typing import Annotated, Any

from countykit.identity import Anyone
from countykit.regions import significant
from countykit.workdays import end_of_day
from fastapi import Query
from pydantic import Field
from servicekit.http import Router, Tx
from servicekit.problems import refusals

from report_svc.efforts import repository
from report_svc.efforts.corrections import CorrectionRates, corrections
from report_svc.efforts.errors import DaysReversed
from report_svc.efforts.schemas import By, EffortGroup, Efforts, EffortTotal
from report_svc.elements.service import county_of
from report_svc.filings.effort import SECONDS, Effort
from report_svc.filings.errors import RegionTooWide
from report_svc.forms.models import EARLIEST, LATEST

router = Router(prefix="/v1/efforts", tags=["filings"])
rates = Router(prefix="/v1/correction-rates", tags=["elements"])
_REGION = Query(pattern=r"^\d{12}$", description="county, township or village; the caller's own by default")
Day = Annotated[date, Field(ge=EARLIEST, le=LATEST), Query()]


@router.get("", responses=refusals(DaysReversed, RegionTooWide))
async def read_efforts(
    tx: Tx, caller: Anyone, first: Day, last: Day, by: By = "form",
    region: Annotated[str | None, _REGION] = None,
) -> Efforts:  # fmt: skip
    """What villages typed and tapped between two days, and the minutes that follow; a department sees its own forms."""
    if last < first:
        raise DaysReversed
    prefix = significant(region) if region else caller.region
    if len(prefix) < 6:
        raise RegionTooWide
    caller.require_region(prefix.ljust(12, "0"))
    between = {"first": end_of_day(first - timedelta(days=1)), "after": end_of_day(last)}
    total = await repository.total(tx, caller.scope, prefix=prefix, **between)
    rows = await repository.sums(tx, caller.scope, prefix=prefix, by=by, **between)
    return Efforts(
        region=prefix.ljust(12, "0"), first=first, last=last, by=by, total=EffortTotal.of(total),
        groups=[_group(row) for row in rows[: repository.MOST]], more=len(rows) > repository.MOST,
        seconds=SECONDS,
    )  # fmt: skip


@rates.get("", responses=refusals(DaysReversed))
async def read_correction_rates(tx: Tx, caller: Anyone, first: Day, last: Day) -> CorrectionRates:
    """How often the county's villages corrected what was shown to them, by element and source; no village is named."""
    if last < first:
        raise DaysReversed
    return await corrections(
        tx, county_of(caller), first=end_of_day(first - timedelta(days=1)), after=end_of_day(last)
    )  # fmt: skip


def _group(row: Any) -> EffortGroup:
    effort = Effort(**{field.name: int(getattr(row, field.name)) for field in fields(Effort)})
    return EffortGroup(key=row.key, **EffortTotal.of(effort).model_dump())
