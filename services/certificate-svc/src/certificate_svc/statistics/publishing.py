"""A month is published when it is over: to who follows the county's events, with the numbers that anybody may read."""

from datetime import timedelta

from contracts.demand_months import DemandMonthPublished
from servicekit.due import Job
from servicekit.transaction import Transaction

from certificate_svc.statistics import months, repository, service
from certificate_svc.statistics.models import DemandMonth

_LATER = timedelta(hours=1)
"""What was being recorded in the last moment of a month is in it."""


async def publish(tx: Transaction, county: str) -> None:
    """Publish what is over, from the first month in which anything was recorded; the running one is due after it."""
    running = months.month_of(tx.now - _LATER)
    month = await repository.first_unpublished(tx, county)
    while month is not None and month < running:
        row = tx.add(DemandMonth(region=county, month=month))
        numbers = await service.of_month(tx, county, month)
        tx.record(DemandMonthPublished.model_validate(numbers.model_dump()), about=row)
        month = months.after(month)
    tx.schedule(PUBLICATION.name, county, months.begin(months.after(running)) + _LATER)


PUBLICATION = Job("demand-month-publication", publish, repository.counties)
