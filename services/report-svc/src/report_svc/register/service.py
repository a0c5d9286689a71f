"""What can be done with the register of values."""

from collections.abc import Sequence
from datetime import date

from contracts.data_elements import ValuesDelivered
from countykit import directory
from countykit.identity import Caller, Role
from countykit.workdays import today
from servicekit.problems import FieldError
from servicekit.transaction import Transaction

from report_svc.elements import repository as elements
from report_svc.elements.errors import ElementUnknown
from report_svc.elements.models import USABLE, Element
from report_svc.elements.service import county_of
from report_svc.elements.values import FAULTS, fault
from report_svc.register.errors import AsOfAhead, DeliveryRefused, NotSteward
from report_svc.register.models import ElementValue, Origin, ValueDelivery, good_until
from report_svc.register.schemas import Delivery, VillageValue


async def deliver(tx: Transaction, caller: Caller, delivery: Delivery) -> ValueDelivery:
    """Store what a body has of its villages; raises ElementUnknown, NotSteward, AsOfAhead, DeliveryRefused."""
    county = county_of(caller)
    element = await elements.by_code(tx, county, delivery.element)
    if element is None or element.state not in USABLE:
        raise ElementUnknown(elements=[delivery.element])
    if Role.COUNTY_OFFICE not in caller.roles and not caller.acts_for(element.steward):
        raise NotSteward
    until = good_for(tx, element, delivery.as_of, delivery.valid_until)
    await _require_right(tx, caller, element, delivery.values)
    return await store(tx, caller, element, delivery.values, as_of=delivery.as_of, until=until)


def good_for(tx: Transaction, element: Element, as_of: date, valid_until: date | None) -> date:
    """The last day of values of a day; raises AsOfAhead."""
    until = valid_until or good_until(as_of, element.refresh)
    if as_of > today(tx.now) or until < as_of:
        raise AsOfAhead
    return until


async def store(
    tx: Transaction, caller: Caller, element: Element, values: Sequence[VillageValue], *, as_of: date, until: date
) -> ValueDelivery:
    """Keep values that were judged, as one delivery."""
    office = Role.COUNTY_OFFICE in caller.roles
    source = element.source if office else (await directory.department(tx, caller.department or "")).name
    row = tx.add(
        ValueDelivery(
            region=county_of(caller), department=caller.department, element=element.code, source=source,
            as_of=as_of, valid_until=until, values=len(values),
        )
    )  # fmt: skip
    await tx.session.flush()  # the values refer to the delivery
    for each in values:
        tx.add(
            ElementValue(
                region=each.village, element=element.code, value=each.value, origin=Origin.SOURCE, source=source,
                as_of=row.as_of, valid_until=until, recorded_at=tx.now, delivery_id=row.id,
            )
        )  # fmt: skip
    fact = ValuesDelivered(element=element.code, as_of=row.as_of, villages=row.values)
    tx.record(fact, about=row, department=row.department)
    return row


async def _require_right(tx: Transaction, caller: Caller, element: Element, values: Sequence[VillageValue]) -> None:
    known = {region.code for region in await directory.regions_within(tx, caller.region, "village")}
    seen: set[str] = set()
    errors = []
    for place, each in enumerate(values):
        wrong = "village_repeated" if each.village in seen else None
        wrong = wrong or (None if each.village in known else "village_unknown") or fault(element, each.value)
        seen.add(each.village)
        if wrong is not None:
            pointer = f"/body/values/{place}"
            errors.append(FieldError(pointer=pointer, code=wrong, detail=FAULTS[wrong]).model_dump())
    if errors:
        raise DeliveryRefused(errors=errors[:100], error_count=len(errors))
