"""HTTP about the register of values."""

from typing import Annotated
from uuid import UUID

from countykit.directory import DEPARTMENT_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages
from servicekit.problems import refusals

from report_svc.elements.errors import ElementUnknown
from report_svc.register import errors, service
from report_svc.register.repository import DELIVERIES
from report_svc.register.schemas import Delivery, DeliveryView

router = Router(prefix="/v1/value-deliveries", tags=["values"])
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
