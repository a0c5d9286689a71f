"""The three lists for anybody, without login."""

from typing import Annotated

from countykit import directory
from countykit.directory import REGION_REFUSALS
from countykit.workdays import today
from fastapi import Query
from servicekit.dates import Day
from servicekit.http import Router, Tx
from servicekit.problems import refusals

from checklist_svc.editions import repository, service
from checklist_svc.editions.errors import NoEditionInForce
from checklist_svc.editions.schemas import ItemView, PublicLists

router = Router(prefix="/v1", tags=["public"])
County = Annotated[
    str | None,
    Query(pattern=r"^\d{6}0{6}$", description="the county; the only one unless given", examples=["990101000000"]),
]
On = Annotated[Day | None, Query(description="the lists as they held on a day; today unless given")]


@router.get("/public-lists", responses=refusals(NoEditionInForce, *REGION_REFUSALS))
async def read_public_lists(tx: Tx, region: County = None, at: On = None) -> PublicLists:
    """The three lists for anybody: what a village does by law, what it helps with, and what nobody may give it."""
    county, day = await directory.the_county(tx, region), at or today(tx.now)
    edition = await service.in_force(tx, county, day)
    items = [ItemView.model_validate(item) for item in await repository.items(tx, edition.id)]
    return PublicLists(
        region=county, title=edition.title, number=edition.number, effective_from=edition.effective_from, on=day,
        items=items,
    )  # fmt: skip
