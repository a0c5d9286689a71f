"""A body's own table (系统推送): a village in each row, an element in each column; all values are stored or none."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from countykit import directory
from countykit.identity import Caller, Role
from fastapi import UploadFile
from pydantic import Field, create_model
from servicekit import tabular
from servicekit.bodies import Body
from servicekit.tabular import ImportReport, Row, RowError
from servicekit.transaction import Transaction

from report_svc.elements import repository as elements
from report_svc.elements.cells import TYPES, typed
from report_svc.elements.models import USABLE, Element
from report_svc.elements.service import county_of
from report_svc.elements.values import FAULTS, fault
from report_svc.register import service
from report_svc.register.errors import NoElementColumn, NotSteward
from report_svc.register.schemas import VillageValue

_MOST_ROWS = 5000
_VILLAGE = "村(社区)"


class _Row(Body):
    """A row of the table; its further columns are the elements that the caller's body answers for."""

    village: str = Field(title=_VILLAGE)


class DeliveryImportReport(ImportReport):
    """What came of a body's table."""

    columns: list[str] = Field(description="names of the elements that have a column; each is one delivery")
    values: int = Field(description="cells that hold a value")


async def deliver_table(
    tx: Transaction, caller: Caller, upload: UploadFile, *, as_of: date, valid_until: date | None, limit_bytes: int,
    dry_run: bool,
) -> DeliveryImportReport:  # fmt: skip
    """Deliver all elements that a table has a column for.

    Raises NotSteward, NoElementColumn, AsOfAhead, RowsRefused, and the refusals of unreadable files.
    """
    own = await _own(tx, caller)
    for element in own.values():
        service.good_for(tx, element, as_of, valid_until)
    columns: dict[str, Any] = {
        code: (TYPES[element.kind], Field(None, title=element.name)) for code, element in own.items()
    }
    body = create_model("DeliveredRow", __base__=_Row, **columns)
    table = await tabular.read(upload, body, most_rows=_MOST_ROWS, limit_bytes=limit_bytes)
    villages = {place.code for place in await directory.regions_within(tx, caller.region, "village")}
    errors: list[RowError] = []
    values: dict[str, list[VillageValue]] = {}
    seen: set[str] = set()
    for row in table.rows:
        wrong = _village_fault(row.body.village, villages, seen)
        seen.add(row.body.village)
        if wrong is not None:
            errors.append(row.error(_VILLAGE, wrong, FAULTS[wrong]))
        for code, element in own.items():
            _take(row, element, values.setdefault(code, []), errors)
    found = {code: given for code, given in values.items() if given}
    if table.rows and not found and not errors:
        raise NoElementColumn(elements=[f"{code} {element.name}" for code, element in own.items()][:100])
    report = table.settled(
        DeliveryImportReport,
        errors,
        dry_run=dry_run,
        columns=[own[code].name for code in sorted(found)],
        values=sum(map(len, found.values())),
    )
    if not dry_run:
        await _keep(tx, caller, own, found, as_of, valid_until)
    return report


async def _own(tx: Transaction, caller: Caller) -> dict[str, Element]:
    """The elements in use for which the caller's body answers; for the office all of them."""
    office = Role.COUNTY_OFFICE in caller.roles
    usable = await elements.of_county(tx, county_of(caller), USABLE)
    own = {each.code: each for each in usable if office or caller.acts_for(each.steward)}
    if not own:
        raise NotSteward
    return own


def _village_fault(village: str, villages: set[str], seen: set[str]) -> str | None:
    if village in seen:
        return "village_repeated"
    return None if village in villages else "village_unknown"


def _take(row: Row[Any], element: Element, values: list[VillageValue], errors: list[RowError]) -> None:
    value = typed(element.kind, getattr(row.body, element.code))
    if value is None or value == "":
        return
    wrong = fault(element, value)
    if wrong is not None:
        errors.append(row.error(element.name, wrong, FAULTS[wrong]))
    else:
        values.append(VillageValue.model_construct(village=row.body.village, value=value))


async def _keep(
    tx: Transaction, caller: Caller, own: Mapping[str, Element], found: Mapping[str, Sequence[VillageValue]],
    as_of: date, valid_until: date | None,
) -> None:  # fmt: skip
    for code in sorted(found):
        until = service.good_for(tx, own[code], as_of, valid_until)
        await service.store(tx, caller, own[code], found[code], as_of=as_of, until=until)
