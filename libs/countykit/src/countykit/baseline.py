"""The baseline (摸底): what stood on the first survey, and alone counts for completion.

So nobody gains by founding what they dissolve, or by hanging what they take down.
"""

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from pydantic import Field
from servicekit.settings import ServiceSettings
from servicekit.transaction import Transaction
from sqlmodel import col

from countykit.tables import Aggregate
from countykit.workdays import today


class BaselineSettings(ServiceSettings):
    """When the survey of a county ends."""

    baseline_until: date | None = Field(
        None, description="last day of the survey; without it, so many days from the county's first registration"
    )
    baseline_days: int = Field(90, ge=1, le=366, description="days that the first survey lasts where no day is named")


def of_county(table: str) -> sa.Index:
    """The index by which the first registration of a county is found at once."""
    return sa.Index(f"{table}_first_of_county", sa.text("left(region, 6)"), "created_at")


async def is_after_baseline(
    tx: Transaction, table: type[Aggregate], region: str, settings: BaselineSettings, surveyed: datetime | None = None
) -> bool:
    """Whether what is registered today in a region comes after its survey, or that of its county.

    `surveyed` is when the first survey of the region was closed in the product: it takes the place of the settings.
    """
    last = today(surveyed) if surveyed else settings.baseline_until
    if last is None:
        in_county = sa.func.left(col(table.region), sa.literal_column("6")) == region[:6]
        first = (await tx.session.execute(sa.select(sa.func.min(table.created_at)).where(in_county))).scalar_one()
        if first is None:
            return False
        last = today(first) + timedelta(days=settings.baseline_days)
    return today(tx.now) > last
