"""What is recorded about demands, and when it becomes a charge."""

from datetime import timedelta
from uuid import UUID

from contracts.certificate import DemandRecorded, UnlistedDemandRecorded
from contracts.demand_charges import DemandChargeReported
from contracts.envelope import new_id
from countykit import cases, directory, joining
from countykit.errors import require_past
from countykit.identity import Caller
from countykit.verdict_days import await_verdict
from countykit.workdays import today
from servicekit.codes import code_hash
from servicekit.transaction import Transaction

from certificate_svc.charges import repository as charges
from certificate_svc.charges.models import DemandCharge
from certificate_svc.charges.repository import TOGETHER_DAYS
from certificate_svc.charges.service import LAST_DAYS
from certificate_svc.demands import repository
from certificate_svc.demands.errors import DemandLawful, DemandUnproven, ItemNotForbidden
from certificate_svc.demands.models import WORKFLOW, Demand, Kind
from certificate_svc.demands.schemas import KEY_LENGTH, DemandBody
from certificate_svc.items import repository as items
from certificate_svc.items.errors import ItemUnknown
from certificate_svc.items.models import Item
from certificate_svc.items.models import Kind as ItemKind
from certificate_svc.letters import repository as letters
from certificate_svc.unlisted import looked_into, require_nameless, settled


async def record(tx: Transaction, demand: Demand) -> Demand:
    """Put on the record who demanded what no village may issue; that alone charges nobody."""
    if demand.department:
        demand.charged_home = (await directory.department(tx, demand.department, on=demand.demanded_on)).home
    tx.add(demand)
    about = {"demander": demand.demander, "charged_home": demand.charged_home}
    fact = (
        UnlistedDemandRecorded(name=demand.item_name, **about)
        if demand.item_code is None
        else DemandRecorded(item=demand.item_code, apart=True, **about)
    )
    tx.record(fact, about=demand, department=demand.department)
    return demand


async def report(
    tx: Transaction, caller: Caller, body: DemandBody, threshold: int, *, key: str | None = None
) -> Demand:  # fmt: skip
    """Record a demand for which nobody applied; of an anonymous one the reporter's key leads to what became of it.

    Raises DateInFuture, DemandLawful, DepartmentUnknown, ItemUnknown,
    NameHoldsPerson.
    """
    if body.anonymous:
        tx.forget_caller()  # first, so that a refusal forgets them too
    require_nameless(body.written)
    require_nameless(body.demander.name)
    day = body.demanded_on or today(tx.now)
    require_past(day, today(tx.now), "索要日期不能晚于今天")
    place = caller.region.ljust(12, "0")
    held = await items.all_in_force(tx, place, day)
    known = None if body.item is None else _of_code(body.item, held)
    words = body.name or (known.name if known else "")
    found = await looked_into(words, held, None, body.demander.name)
    item = known or settled(words, held, threshold, found)
    if item is not None and item.kind == ItemKind.ALLOWED:
        raise DemandLawful
    forbidden = item is not None and item.kind == ItemKind.FORBIDDEN
    named = await directory.department(tx, body.demander.department, on=day) if body.demander.department else None
    demand = Demand(
        region=cases.region_of(caller, place, anonymous=body.anonymous),
        kind=Kind.FORBIDDEN if forbidden else Kind.UNLISTED,
        item_code=item.code if item and forbidden else None, item_name=item.name if item else body.name or "",
        demander=named.name if named else body.demander.name or "", department=named.code if named else None,
        demanded_on=day, written=body.written, anonymous=body.anonymous,
        reported_by=cases.reporter(tx, caller, anonymous=body.anonymous),
    )  # fmt: skip
    if body.anonymous and key and len(key) >= KEY_LENGTH:
        demand.code_sha256 = code_hash(key)
    if not forbidden:
        require_nameless(demand.item_name)
        demand.likely_item = found.likely
    return await record(tx, demand)


def _of_code(code: str, held: list[Item]) -> Item:
    found = next((item for item in held if item.code == code), None)
    if found is None:
        raise ItemUnknown
    return found


async def classify(tx: Transaction, caller: Caller, demand_id: UUID, code: str | None) -> Demand:
    """Say which forbidden item an unlisted demand is, or that it is none; raises ItemNotForbidden."""
    demand = await repository.locked(tx, caller, demand_id)
    taken = WORKFLOW.take(demand, "classification", caller)
    if code is not None:
        item = await items.one_in_force(tx, demand.region, code, demand.demanded_on)
        if item is None or item.kind != ItemKind.FORBIDDEN:
            raise ItemNotForbidden
        demand.kind, demand.item_code, demand.item_name = Kind.FORBIDDEN, item.code, item.name
    demand.classified_by, demand.classified_on = caller.sub, today(tx.now)
    tx.record(taken.event(demand), about=demand, department=demand.department)
    return demand


async def charge(tx: Transaction, caller: Caller, demand_id: UUID, written: str | None) -> Demand:
    """Put a demand to the county office as a charge, or add it to the open one about the same matter.

    Raises DemandOutsideCounty, DemandUnlisted, DemandUnproven, NameHoldsPerson.
    """
    require_nameless(written)
    demand = await repository.locked(tx, caller, demand_id)
    taken = WORKFLOW.take(demand, "charge", caller)
    assert demand.department, "a rule of the step"  # noqa: S101
    assert demand.item_code, "a rule of the step"  # noqa: S101
    demand.written = demand.written or written
    if demand.written is None and not await repository.reported_elsewhere(tx, demand):
        raise DemandUnproven
    matter = await charges.of_matter(tx, demand.department, demand.item_code, demand.demanded_on)
    if matter is None:
        matter = await _opened(tx, caller, demand)
        since = matter.occurred_on - timedelta(days=TOGETHER_DAYS)
        await letters.link(tx, matter.id, matter.department, matter.item_code, since)
    else:
        joining.join(matter, demand.reported_by, caller.sub)
        matter.written = matter.written or demand.written
    demand.charge_id = matter.id
    tx.record(taken.event(demand), about=demand, department=demand.department)
    return demand


async def _opened(tx: Transaction, caller: Caller, demand: Demand) -> DemandCharge:
    """A new charge; who put it forward is its reporter and does not judge it."""
    charge = DemandCharge(
        id=new_id(), title=demand.item_name, occurred_on=demand.demanded_on, reported_by=caller.sub,
        joined_by=[demand.reported_by] if demand.reported_by else [],
        **demand.model_dump(include={"region", "item_code", "department", "charged_home", "anonymous", "written"}),
    )  # fmt: skip
    tx.add(charge)
    await await_verdict(tx, LAST_DAYS, charge)
    fact = DemandChargeReported(item=charge.item_code, title=charge.title, charged_home=charge.charged_home)
    tx.record(fact, about=charge, department=charge.department)
    return charge
