"""Facts of certificate-svc about what was demanded in a month: the numbers that anybody may know."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from contracts.envelope import Audience, Event
from contracts.words import Code, Count, RegionCode


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class ItemDemanded(_Part):
    """How often one certificate was demanded."""

    item: Code
    demands: Count


class BodyDemanded(_Part):
    """What one body of the county's directory demanded."""

    department: Code
    demands: Count
    items: list[ItemDemanded]
    other_items: Count


class TownshipDemanded(_Part):
    """What came to light in one township; it is about the demanding bodies and not about its villages."""

    region: RegionCode
    demands: Count


class DemandMonthPublished(Event):
    """A month is over, and what was demanded in it that no village may issue is public. Region is the county.

    No number is below three, nor can a smaller one be worked out, so that a city or province may add up counties.
    """

    type: ClassVar[str] = "certificate.demand_month.published.v1"
    title_zh: ClassVar[str] = "公布当月索要证明情况"
    collection: ClassVar[str] = "demand-months"
    audience: ClassVar[Audience] = Audience.READERS

    month: Annotated[str, Field(pattern=r"^\d{4}-\d{2}$", examples=["2026-03"])]
    demands: Annotated[Count | None, Field(description="null where there were fewer than three")]
    refused_at_counter: Annotated[Count | None, Field(description="null where it says too much")]
    townships: list[TownshipDemanded]
    other_townships: Count
    bodies: list[BodyDemanded]
    other_bodies: Annotated[Count, Field(description="all others, and whoever is no body of the county")]


EVENTS: tuple[type[Event], ...] = (DemandMonthPublished,)
