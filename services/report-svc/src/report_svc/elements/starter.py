"""The starter set: 180 data elements of a county, written for this project, that a county adopts and makes its own."""

from functools import cache
from typing import Any

from contracts.data_elements import ElementStatus as Status
from countykit import directory
from countykit.identity import Caller
from servicekit.transaction import Transaction
from wording import tables

from report_svc.elements import repository, service
from report_svc.elements.kinds import normalised
from report_svc.elements.models import Refresh, Sensitivity
from report_svc.elements.schemas import ElementContent, StarterReport

_REFRESH = {each.title_zh: each for each in Refresh}
_SENSITIVITY = {each.title_zh: each for each in Sensitivity}


@cache
def starter_set() -> dict[str, ElementContent]:
    """The set by code, as a proposal would have to be."""
    return {row["code"]: _content(row) for row in tables.rows("elements")}


async def adopt(tx: Transaction, caller: Caller) -> StarterReport:
    """Take over what the county does not have yet, by code or by name; safe to repeat."""
    county = service.county_of(caller)
    await directory.region(tx, county, "county")
    await repository.lock_dictionary(tx, county)
    present = await repository.of_county(tx, county)
    codes, names = {each.code for each in present}, {normalised(each.name) for each in present}
    offered = starter_set()
    added = {
        code: content for code, content in offered.items()
        if code not in codes and normalised(content.name) not in names
    }  # fmt: skip
    for code, content in added.items():
        columns, reason = service.columns_of(content), "采用随附的起始数据元"
        await service.enter(tx, county, code, columns, steward=None, state=Status.RECORDED, reason=reason)
    return StarterReport(added=len(added), kept=len(offered) - len(added), origin=tables.origin("elements"))


def _content(row: dict[str, Any]) -> ElementContent:
    number = row["kind"] in ("count", "quantity")
    return ElementContent(
        name=row["name"], synonyms=[name for name in row["synonyms"] if normalised(name) != normalised(row["name"])],
        category=row["category"], definition=row["definition"], unit=row.get("unit"), kind=row["kind"],
        decimals=row.get("decimals"), minimum=0 if number else None, choices=row.get("choices", []),
        source=row["source"], refresh=_REFRESH[row["refresh"]], sensitivity=_SENSITIVITY[row["sensitivity"]],
        typed_by_village=row.get("typed", False), village_forms=not row.get("off_forms", False),
        sums_over_villages=row.get("sums", False), relations=row.get("rules", []),
    )  # fmt: skip
