"""What can be done with data elements."""

from typing import Any
from uuid import UUID

from contracts.data_elements import ElementRegistered
from contracts.data_elements import ElementStatus as Status
from countykit import directory
from countykit.identity import Caller, Role
from servicekit.errors import Forbidden
from servicekit.transaction import Transaction

from report_svc.elements import repository
from report_svc.elements.errors import (
    ElementCodeTaken,
    ElementInUse,
    ElementUnknown,
    RelationsInCircle,
    StewardNeeded,
)
from report_svc.elements.kinds import normalised
from report_svc.elements.models import LIVE, WORKFLOW, Element, ElementEdition
from report_svc.elements.relations import circular, relation
from report_svc.elements.schemas import ElementContent, ElementProposal, ElementRevision


def county_of(caller: Caller) -> str:
    """The county whose dictionary the caller works on; raises Forbidden for people of no county."""
    if len(caller.region) < 6:
        raise Forbidden("数据元字典按县管理，请用县级账号办理")
    return caller.region[:6].ljust(12, "0")


async def register(tx: Transaction, caller: Caller, proposal: ElementProposal) -> Element:
    """Propose an element, or record it as the office; raises ElementCodeTaken, ElementUnknown, RelationsInCircle."""
    county, office = county_of(caller), Role.COUNTY_OFFICE in caller.roles
    steward = proposal.steward or (None if office else caller.department)
    if not office and (steward is None or steward != caller.department):
        raise StewardNeeded
    if steward is not None:
        await directory.department(tx, steward)
    await repository.lock_dictionary(tx, county)
    await _require_sound(tx, county, proposal.code, proposal)
    twin = await repository.by_code(tx, county, proposal.code)
    if twin is not None:
        raise ElementCodeTaken(element=twin.code, name=twin.name)
    state = Status.RECORDED if office else Status.CANDIDATE
    return await enter(tx, county, proposal.code, columns_of(proposal), steward=steward, state=state, reason="首次登记")


async def enter(
    tx: Transaction, county: str, code: str, columns: dict[str, Any], *, steward: str | None, state: Status, reason: str
) -> Element:
    """Put an element with its first edition into the dictionary."""
    element = tx.add(Element(region=county, code=code, steward=steward, state=state, **columns))
    # The edition refers to the element, and the session does not order inserts across a bare foreign key.
    await tx.session.flush()
    keep_edition(tx, element, reason)
    tx.record(ElementRegistered(element=code, name=element.name, status=element.state), about=element)
    return element


async def revise(tx: Transaction, caller: Caller, element_id: UUID, revision: ElementRevision) -> Element:
    """Describe an element anew; a standard has to be confirmed again."""
    county = county_of(caller)
    await repository.lock_dictionary(tx, county)
    element = await repository.locked(tx, caller.scope, element_id)
    outcome = "candidate" if element.state is Status.CANDIDATE else "used"
    taken = WORKFLOW.take(element, "revision", caller, outcome=outcome)
    await _require_sound(tx, county, element.code, revision)
    for name, value in columns_of(revision).items():
        setattr(element, name, value)
    element.reason = revision.reason
    element.edition += 1
    keep_edition(tx, element, revision.reason)
    tx.record(taken.event(element), about=element)
    return element


async def step(tx: Transaction, caller: Caller, element_id: UUID, action: str, reason: str) -> Element:
    """Record, standardise or retire an element; raises ElementInUse."""
    county = county_of(caller)
    await repository.lock_dictionary(tx, county)
    element = await repository.locked(tx, caller.scope, element_id)
    taken = WORKFLOW.take(element, action, caller)
    if action == "retirement":
        await _require_unused(tx, element)
    element.reason = reason
    tx.record(taken.event(element), about=element)
    return element


async def entrust(tx: Transaction, caller: Caller, element_id: UUID, steward: str | None, reason: str) -> Element:
    """Name the body that answers for an element; raises DepartmentUnknown."""
    element = await repository.locked(tx, caller.scope, element_id)
    taken = WORKFLOW.take(element, "stewardship", caller)
    if steward is not None:
        await directory.department(tx, steward)
    element.steward, element.reason = steward, reason
    tx.record(taken.event(element), about=element)
    return element


def keep_edition(tx: Transaction, element: Element, reason: str) -> None:
    """Keep what an element says now under its edition's number."""
    content = {name: getattr(element, name) for name in ElementContent.model_fields}
    tx.add(
        ElementEdition(
            element_id=element.id, number=element.edition, content=content, reason=reason, created_at=tx.now
        )
    )  # fmt: skip


def columns_of(content: ElementContent) -> dict[str, Any]:
    """The content as the table has it."""
    columns = {name: getattr(content, name) for name in ElementContent.model_fields}
    return columns | {"relations": [each.model_dump(mode="json") for each in content.relations]}


async def _require_sound(tx: Transaction, county: str, code: str, content: ElementContent) -> None:
    """No second element of the same name, no relation to what is not there, no circle of part and whole."""
    others = {each.code: each for each in await repository.of_county(tx, county, LIVE) if each.code != code}
    name = normalised(content.name)
    twin = next((each for each in others.values() if normalised(each.name) == name), None)
    if twin is not None:
        raise ElementCodeTaken(element=twin.code, name=twin.name)
    rules = {other.code: other.rules for other in others.values()} | {code: [each.rule for each in content.relations]}
    strangers = {each for rule in rules[code] for each in relation(rule).codes} - others.keys() - {code}
    if strangers:
        raise ElementUnknown(elements=sorted(strangers))
    if circular(rules):
        raise RelationsInCircle


async def _require_unused(tx: Transaction, element: Element) -> None:
    forms = [
        form.code for form in await repository.live_forms(tx, element.region)
        if form.state == "approved" and any(field.get("element") == element.code for field in form.fields)
    ]  # fmt: skip
    if forms:
        raise ElementInUse(forms=forms)
