"""What can be done with editions of the lists."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from contracts.checklist import EditionPublished, ListedItem
from countykit import directory, workdays
from countykit.citing import articles_named, cites
from countykit.identity import Caller
from servicekit.drafts import DraftSubmitted
from servicekit.errors import Forbidden
from servicekit.transaction import Transaction

from checklist_svc.editions import repository
from checklist_svc.editions.errors import (
    EditionBegun,
    EditionTooLong,
    EffectiveDateInvalid,
    ItemCodeRepeated,
    ItemIncomplete,
    ItemLawUnclear,
    LawNotInForce,
    NoEditionInForce,
)
from checklist_svc.editions.models import WORKFLOW, Edition, Kind, ListItem
from checklist_svc.editions.schemas import (
    Change,
    Diff,
    Difference,
    EditionDraft,
    EditionPatch,
    ItemContent,
    ItemDraft,
    ItemView,
)
from checklist_svc.repeals.watch import require_in_force

_MARKS = ("name", "content", "legal_basis", "lead_department")
_COMPARED = (*_MARKS, "category", "wordings", *ItemContent.model_fields)
_LONGEST = 100_000
"""Characters of all items together; what is told of an edition is one message on the bus."""


def county_of(region: str) -> str:
    """The 12-digit code of the county that a region lies in."""
    return region[:6].ljust(12, "0")


async def current(
    tx: Transaction, caller: Caller, *, at: date | None, region: str | None, kind: Kind | None
) -> tuple[Edition, list[ListItem]]:
    """The lists in force in a county; raises Forbidden, NoEditionInForce."""
    county = county_of(region or caller.region)
    if not (caller.scope.covers(county) or county_of(caller.region) == county):
        raise Forbidden("所填行政区划不在您的管辖范围内")
    edition = await in_force(tx, county, at)
    return edition, await repository.items(tx, edition.id, *([kind] if kind else []))


async def in_force(tx: Transaction, county: str, at: date | None = None) -> Edition:
    """The edition in force in a county on a day, today unless told; raises NoEditionInForce."""
    edition = await repository.in_force(tx, county, at or workdays.today(tx.now))
    if edition is None:
        raise NoEditionInForce
    return edition


async def own_county(tx: Transaction, caller: Caller) -> str:
    """The county whose office the caller is of; raises Forbidden, RegionUnknown."""
    if len(caller.region) != 6:
        raise Forbidden("只有县级减负办可以编制本县清单")
    return (await directory.region(tx, county_of(caller.region), "county")).code


async def draft(tx: Transaction, caller: Caller, edition_draft: EditionDraft) -> Edition:
    """Draft a county's own edition.

    Raises Forbidden, ItemIncomplete, ItemCodeRepeated, ItemLawUnclear, EditionTooLong.
    """
    return await entered(tx, await own_county(tx, caller), edition_draft.title, edition_draft.items)


async def entered(tx: Transaction, county: str, title: str, items: Sequence[ItemDraft]) -> Edition:
    """A draft with its items; raises ItemIncomplete, ItemCodeRepeated, ItemLawUnclear, EditionTooLong."""
    edition = tx.add(Edition(region=county, title=title))
    await add_items(tx, edition, items)
    return edition


async def amend(tx: Transaction, caller: Caller, edition_id: UUID, patch: EditionPatch) -> Edition:
    """Change a draft before it is published.

    Raises DraftSubmitted, ItemIncomplete, ItemCodeRepeated, ItemLawUnclear.
    """
    edition = await tx.locked(Edition, edition_id, caller.scope)
    if not WORKFLOW.step("amendment").fits(edition):
        raise DraftSubmitted
    items = await repository.items(tx, edition.id)
    present = [item.model_dump(include=set(ItemDraft.model_fields)) for item in items]
    changed: EditionDraft = patch.onto({"title": edition.title, "items": present})
    edition.title = changed.title
    if "items" in patch.model_fields_set:
        for item in items:
            await tx.session.delete(item)
        await add_items(tx, edition, changed.items)
    edition.version += 1  # nobody is bound by a draft, so no event tells of it
    return edition


def marks_missing(item: ItemDraft) -> list[str]:
    """Which of the marks of LST-04 an item lacks."""
    return [mark for mark in _MARKS if not getattr(item, mark)]


def law_faults(item: ItemDraft) -> list[str]:
    """Which of an item's words on its law do not go together: the law is one that the basis cites, by that article."""
    if not item.law:
        return [name for name in ("article", "law_from", "law_until") if getattr(item, name)]
    named = articles_named(item.article)
    wrong = {
        "law": len(item.law) < 2 or not cites(item.legal_basis, item.law, []),
        "article": bool(item.article) and not (named and cites(item.legal_basis, item.law, sorted(named))),
        "law_until": bool(item.law_from and item.law_until and item.law_until < item.law_from),
    }
    return [name for name, is_wrong in wrong.items() if is_wrong]


def require_short(drafts: Sequence[ItemDraft]) -> None:
    """Everybody is told every word of an edition; raises EditionTooLong."""
    if sum(len(str(value)) for item in drafts for value in item.model_dump().values()) > _LONGEST:
        raise EditionTooLong


async def add_items(tx: Transaction, edition: Edition, drafts: Sequence[ItemDraft]) -> None:
    """Put the items into an edition.

    Raises ItemIncomplete (LST-04), ItemCodeRepeated, ItemLawUnclear, EditionTooLong.
    """
    missing = [
        {"pointer": f"/items/{place}/{mark}", "code": "missing", "detail": "缺少该项"}
        for place, item in enumerate(drafts) for mark in marks_missing(item)
    ]  # fmt: skip
    if missing:
        raise ItemIncomplete(errors=missing)
    repeated = [code for code, count in Counter(item.code for item in drafts).items() if count > 1]
    if repeated:
        raise ItemCodeRepeated(codes=repeated)
    unclear = [
        {"pointer": f"/items/{place}/{name}", "code": ItemLawUnclear.code, "detail": ItemLawUnclear.detail}
        for place, item in enumerate(drafts) for name in law_faults(item)
    ]  # fmt: skip
    if unclear:
        raise ItemLawUnclear(errors=unclear)
    require_short(drafts)
    rows = [
        ListItem(edition_id=edition.id, position=place, **item.model_dump()) for place, item in enumerate(drafts, 1)
    ]
    edition.count(rows)
    # Items point to the edition by a foreign key that the mapper knows nothing of, so the edition goes first.
    await tx.session.flush()
    tx.session.add_all(rows)
    await tx.session.flush()


async def publish_draft(tx: Transaction, caller: Caller, edition_id: UUID, effective_from: date) -> Edition:
    """Publish a county's draft; it supersedes the county's edition before it.

    Raises EffectiveDateInvalid, LawNotInForce, BasisRepealed.
    """
    await repository.lock_region(tx, county_of(caller.region))
    edition = await tx.locked(Edition, edition_id, caller.scope)
    before = await repository.latest(tx, edition.region)
    first_day = workdays.today(tx.now)
    if effective_from < first_day or (before and before.effective_from and effective_from <= before.effective_from):
        raise EffectiveDateInvalid
    items = await repository.items(tx, edition.id)
    not_in_force = [item.code for item in items if not _law_in_force(item, effective_from)]
    if not_in_force:
        raise LawNotInForce(codes=not_in_force)
    await require_in_force(tx, edition.region, {item.code: item.legal_basis for item in items}, effective_from)
    number = await repository.last_number(tx, edition.region) + 1
    publish(tx, edition, items, number=number, effective_from=effective_from)
    if before is not None:
        before.end(effective_from)
        before.version += 1  # the publication of the new one is the event
    return edition


def _law_in_force(item: ListItem, day: date) -> bool:
    """Whether the law of an item is in force on a day, as far as the edition says."""
    return (item.law_from or day) <= day <= (item.law_until or day)


async def recall(tx: Transaction, caller: Caller, edition_id: UUID, reason: str) -> Edition:
    """Take an edition back before its first day: the one before it goes on. Its number stays its own.

    Raises EditionBegun, IllegalTransition.
    """
    await repository.lock_region(tx, county_of(caller.region))
    edition = await tx.locked(Edition, edition_id, caller.scope)
    taken = WORKFLOW.take(edition, "recall", caller)
    if edition.effective_from is None or edition.effective_from <= workdays.today(tx.now):
        raise EditionBegun(effective_from=edition.effective_from)
    before = await repository.before(tx, edition)
    if before is not None:
        before.resume()
        before.version += 1  # the recall of the new one is the event
    edition.reason = reason
    tx.record(taken.event(edition), about=edition)
    return edition


def publish(tx: Transaction, edition: Edition, items: Sequence[ListItem], *, number: int, effective_from: date) -> None:
    """Publish an edition with its figures and all its items."""
    edition.publish(number, effective_from, tx.now)
    figures = edition.model_dump(include={"duty", "assist", "assist_categories", "negative"})
    listed = [_listed(item) for item in items]
    fact = EditionPublished(number=number, effective_from=effective_from, items=listed, **figures)
    tx.record(fact, about=edition)


def _listed(item: ListItem) -> ListedItem:
    content = item.content if item.content != item.name else None
    return ListedItem(content=content, **item.model_dump(include=set(ListedItem.model_fields) - {"content"}))


async def diff(tx: Transaction, caller: Caller, edition_id: UUID, against_id: UUID) -> Diff:
    """What an edition adds, removes and changes against another; items are matched by their codes."""
    edition = await repository.get(tx, caller.scope, edition_id)
    against = await repository.get(tx, caller.scope, against_id)
    found = difference(await repository.items(tx, against.id), await repository.items(tx, edition.id))
    return Diff(edition=edition.id, against=against.id, **dict(found))


def difference(before: Sequence[ListItem], after: Sequence[ListItem | ItemDraft]) -> Difference:
    """What items add, remove and change against others; they are matched by their codes."""
    old, new = ({item.code: item for item in items} for items in (before, after))
    changes = [_change(old[code], item) for code, item in new.items() if code in old]
    return Difference(
        added=[ItemView.model_validate(item) for code, item in new.items() if code not in old],
        removed=[ItemView.model_validate(item) for code, item in old.items() if code not in new],
        changed=[change for change in changes if change.fields],
    )


def _change(old: ListItem | ItemDraft, new: ListItem | ItemDraft) -> Change:
    pairs = {name: (getattr(old, name), getattr(new, name)) for name in ("kind", *_COMPARED)}
    fields = {name: (_text(before), _text(after)) for name, (before, after) in pairs.items() if before != after}
    return Change(kind=new.kind, code=new.code, fields=fields)


def _text(value: object) -> str:
    return "；".join(value) if isinstance(value, list) else "" if value is None else str(value)
