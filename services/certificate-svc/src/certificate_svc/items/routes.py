"""HTTP about certificate items."""

from typing import Annotated

from countykit.identity import Anyone
from countykit.workdays import today
from fastapi import Path, Query
from servicekit.dates import Day
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, SortedPaging, page, sorted_by
from servicekit.problems import refusals

from certificate_svc.items import repository, service
from certificate_svc.items.errors import ItemForbiddenHere, ItemIncomplete, ItemUnderStudy, ItemUnknown
from certificate_svc.items.models import WORKFLOW, Item
from certificate_svc.items.schemas import ItemAdmission, ItemView
from certificate_svc.papers import wordings
from certificate_svc.papers.errors import WordingUnknown
from certificate_svc.papers.schemas import Wordings

router = Router(prefix="/v1/items", tags=["items"])
Code = Annotated[str, Path(min_length=1, max_length=60, examples=["AC01"])]
Region = Annotated[str | None, Query(pattern=r"^\d{12}$", description="whose list; the caller's own unless given")]
OnDay = Annotated[Day | None, Query(description="the list as it held on a day; today unless given")]


@router.get("")
async def list_items(
    tx: Tx, caller: Anyone, paging: Annotated[SortedPaging, sorted_by("id", code="编码", name="名称")],
    wanted: Annotated[Wanted, repository.FILTERS], region: Region = None, at: OnDay = None,
) -> Page[ItemView]:  # fmt: skip
    """The items that hold in a region on a day: allowed, forbidden, or candidates that the county may admit."""
    held = await repository.in_force(tx, region or caller.region.ljust(12, "0"), at or today(tx.now))
    statement = wanted.narrow(held)
    return await page(tx, statement, Item, paging, view=lambda item: ItemView.of(item, caller))


@router.get("/{code}", responses=refusals(ItemUnknown))
async def read_item(code: Code, tx: Tx, caller: Anyone, region: Region = None, at: OnDay = None) -> ItemView:
    """One item as it holds in a region on a day."""
    item = await repository.one_in_force(tx, region or caller.region.ljust(12, "0"), code, at or today(tx.now))
    if item is None:
        raise ItemUnknown
    return ItemView.of(item, caller)


@router.get("/{code}/wordings")
async def list_wordings(code: Code, tx: Tx, caller: Anyone) -> Wordings:
    """The wordings of an item's certificates with their fields; empty where the text is written freely."""
    item = await repository.one_in_force(tx, caller.region.ljust(12, "0"), code, today(tx.now))
    found = wordings.of_template(code, item.template if item else None)
    return Wordings.model_validate({"wordings": found}, from_attributes=True)


@router.step(
    WORKFLOW,
    "admission",
    of="/{code}",
    status_code=201,
    refused=(ItemUnknown, ItemIncomplete, ItemForbiddenHere, ItemUnderStudy, WordingUnknown),
)
async def admit_item(code: Code, body: ItemAdmission, tx: Tx, caller: Anyone) -> ItemView:
    """Let the villages of the caller's county issue an item (CER-01, CER-02), or lay down a new version of it.

    For what the bodies have decided on a paper, named by `source`. What they study here is published by its proposal.
    """
    return ItemView.of(await service.admit(tx, caller, code, body), caller)
