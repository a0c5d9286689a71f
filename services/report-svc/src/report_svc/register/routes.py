"""HTTP about the register of values."""

from datetime import date
from typing import Annotated
from uuid import UUID

from contracts.titles import TITLE
from countykit.directory import DEPARTMENT_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from fastapi import File, Query, UploadFile
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages
from servicekit.problems import refusals
from servicekit.tabular import UNREADABLE, RowsRefused

from report_svc.elements.errors import ElementUnknown
from report_svc.register import errors, importing, service
from report_svc.register.importing import DeliveryImportReport
from report_svc.register.repository import DELIVERIES
from report_svc.register.schemas import Delivery, DeliveryView
from report_svc.settings import Configured

router = Router(prefix="/v1/value-deliveries", tags=["values"])
_LARGEST_UPLOAD = 32 * 1_048_576
Holder = Annotated[Caller, allow(Role.DEPARTMENT, Role.COUNTY_OFFICE)]


@router.post(
    "", status_code=201,
    responses=refusals(
        ElementUnknown, errors.NotSteward, errors.AsOfAhead, errors.DeliveryRefused, *DEPARTMENT_REFUSALS
    ),
)  # fmt: skip
async def deliver_values(body: Delivery, tx: Tx, caller: Holder) -> DeliveryView:
    """Deliver what a body has of its villages, so that no village types it: one element, all values or none."""
    return DeliveryView.of(await service.deliver(tx, caller, body), caller)


@router.post(
    "/import", max_body_size=_LARGEST_UPLOAD, openapi_extra={TITLE: "导入数值表"},
    responses=refusals(
        errors.NotSteward, errors.AsOfAhead, errors.NoElementColumn, RowsRefused, *UNREADABLE, *DEPARTMENT_REFUSALS
    ),
)  # fmt: skip
async def import_values(
    file: Annotated[UploadFile, File(description="XLSX or CSV: a village in each row, an element in each column")],
    tx: Tx, caller: Holder, settings: Configured,
    as_of: Annotated[date, Query(title="数据时点", description="the day for which all values hold")],
    valid_until: Annotated[
        date | None, Query(title="有效至", description="by each element's refresh when left out")
    ] = None,
    dry_run: bool = False,
) -> DeliveryImportReport:  # fmt: skip
    """Deliver a body's own table, so that nobody types it: all elements that it has a column for, or none."""
    return await importing.deliver_table(
        tx, caller, file, as_of=as_of, valid_until=valid_until, limit_bytes=settings.import_limit_bytes,
        dry_run=dry_run,
    )  # fmt: skip


@router.get("")
async def list_value_deliveries(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, DELIVERIES.filters]
) -> Page[DeliveryView]:
    """The deliveries of the caller's county; a department sees its own."""
    return await DELIVERIES.page(tx, caller.scope, wanted, paging, lambda row: DeliveryView.of(row, caller))


@router.get("/{delivery_id}", responses=refusals(NotFound))
async def read_value_delivery(delivery_id: UUID, tx: Tx, caller: Anyone) -> DeliveryView:
    """One delivery."""
    return DeliveryView.of(await DELIVERIES.get(tx, caller.scope, delivery_id), caller)
