"""Two elements that prove to be one: looked at before, done, and undone exactly within thirty days."""

from uuid import UUID

from contracts.data_elements import ElementRevised, ElementSeparated
from countykit.identity import Caller
from servicekit.transaction import Transaction

from report_svc.elements import repository
from report_svc.elements.errors import (
    ElementsRelated,
    ElementsUnlike,
    ElementUnknown,
    ElementWithItself,
    MergedOnward,
    UndoTooLate,
)
from report_svc.elements.kinds import normalised
from report_svc.elements.models import LIVE, UNDO, WORKFLOW, Element
from report_svc.elements.relations import relation
from report_svc.elements.schemas import MergerPreview, TouchedColumn
from report_svc.elements.service import county_of, keep_edition

_LIKENESS = ("unit", "kind", "decimals", "minimum", "maximum", "choices", "sums_over_villages")


async def preview(tx: Transaction, caller: Caller, element_id: UUID, into: str) -> MergerPreview:
    """What a merger would change; raises what the merger itself would be refused with."""
    element = await repository.get(tx, caller.scope, element_id)
    other = await _other(tx, element, into)
    return MergerPreview(
        element=element.code, into=other.code, synonyms_added=_new_names(element, other),
        columns=await _columns(tx, element, other), undo_until=tx.now + UNDO,
    )  # fmt: skip


async def merge(tx: Transaction, caller: Caller, element_id: UUID, into: str, reason: str) -> Element:
    """Merge an element into another one of the same unit and kind; its names become synonyms of the other."""
    await repository.lock_dictionary(tx, county_of(caller))
    element = await repository.locked(tx, caller.scope, element_id)
    before = element.state
    taken = WORKFLOW.take(element, "merger", caller)
    other = await _other(tx, element, into)
    added = _new_names(element, other)
    element.merged_into, element.merged_at, element.reason = other.code, tx.now, reason
    element.merger = {"state": before.value, "synonyms": added}
    tx.record(taken.event(element), about=element)
    _rename(tx, other, [*other.synonyms, *added], f"并入{element.code}{element.name}")
    return element


async def separate(tx: Transaction, caller: Caller, element_id: UUID, reason: str) -> Element:
    """Undo a merger; raises UndoTooLate, and MergedOnward while a later merger stands on it."""
    await repository.lock_dictionary(tx, county_of(caller))
    element = await repository.locked(tx, caller.scope, element_id)
    merger, into = element.merger or {}, element.merged_into or ""
    WORKFLOW.take(element, "separation", caller, outcome=merger.get("state"))
    if element.merged_at is None or tx.now > element.merged_at + UNDO:
        raise UndoTooLate
    other = await repository.by_code(tx, element.region, into)
    if other is None or other.state not in LIVE:
        raise MergedOnward(element=into)
    element.merged_into = element.merged_at = element.merger = None
    element.reason = reason
    tx.record(ElementSeparated(element=element.code, from_element=into), about=element)
    taken_over = set(merger.get("synonyms", ()))
    _rename(tx, other, [name for name in other.synonyms if name not in taken_over], f"撤销并入{element.code}")
    return element


def _rename(tx: Transaction, element: Element, synonyms: list[str], reason: str) -> None:
    if synonyms == element.synonyms:
        return
    element.synonyms = synonyms
    element.edition += 1
    keep_edition(tx, element, reason)
    tx.record(ElementRevised(element=element.code, edition=element.edition), about=element)


def _new_names(element: Element, other: Element) -> list[str]:
    known = {normalised(name) for name in other.names}
    return [name for name in element.names if normalised(name) not in known]


async def _other(tx: Transaction, element: Element, into: str) -> Element:
    if into == element.code:
        raise ElementWithItself
    other = await repository.by_code(tx, element.region, into)
    if other is None or other.state not in LIVE:
        raise ElementUnknown(elements=[into])
    unlike = [name for name in _LIKENESS if getattr(element, name) != getattr(other, name)]
    if unlike:
        raise ElementsUnlike(differences=unlike)
    for each in await repository.of_county(tx, element.region, LIVE):
        for rule in each.rules:
            if {element.code, other.code} <= relation(rule).codes:
                raise ElementsRelated(relation=rule)
    return other


async def _columns(tx: Transaction, element: Element, other: Element) -> list[TouchedColumn]:
    successors = await repository.successors(tx, element.region)
    touched = []
    for form in await repository.live_forms(tx, element.region):
        now = {field["name"]: successors.get(field.get("element"), field.get("element")) for field in form.fields}
        doubled = other.code in now.values()
        touched += [
            TouchedColumn(form_id=form.id, form=form.code, title=form.title, column=name, doubled=doubled)
            for name, code in now.items() if code == element.code
        ]  # fmt: skip
    return touched
