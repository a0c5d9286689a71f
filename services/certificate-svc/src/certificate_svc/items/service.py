"""What can be done with certificate items."""

from contracts.certificate import ItemAdmitted
from countykit.identity import Caller
from countykit.workdays import today
from servicekit.transaction import Transaction

from certificate_svc.items import repository
from certificate_svc.items.errors import ItemForbiddenHere, ItemIncomplete, ItemUnderStudy, ItemUnknown
from certificate_svc.items.models import Item, Kind
from certificate_svc.items.schemas import ItemAdmission
from certificate_svc.papers import wordings

_KEPT = {
    "code", "name", "aliases", "category", "public_interest", "second_person", "typical_use", "exception", "source",
    "provenance", "detail_provenance",
}  # fmt: skip


async def admit(tx: Transaction, caller: Caller, code: str, admission: ItemAdmission) -> Item:
    """Admit an item in the caller's county, or lay down a new version, as bodies decided on paper.

    Raises ItemIncomplete (CER-01), ItemForbiddenHere, ItemUnderStudy (CER-02).
    """
    missing = admission.missing()
    if missing:
        raise ItemIncomplete(missing)
    wordings.require_known(admission.template)
    day, region = today(tx.now), caller.region.ljust(12, "0")
    present = await repository.one_in_force(tx, region, code, day)
    if present is None:
        raise ItemUnknown
    if present.kind == Kind.FORBIDDEN:
        raise ItemForbiddenHere
    if await repository.is_studied(tx, region, code):
        raise ItemUnderStudy
    earlier = await repository.open_version(tx, region, code)
    if earlier is not None:
        earlier.effective_to = day
        earlier.version += 1  # the admission of the new one is the event
        # The end of the old version must reach the index of versions in force before the new one does.
        await tx.session.flush()
    laid_down = admission.model_dump(exclude_none=True)
    values = present.model_dump(include=_KEPT) | laid_down
    item = tx.add(Item(kind=Kind.ALLOWED, region=region, effective_from=day, **values))
    tx.record(ItemAdmitted(item=item.code, name=item.name), about=item)
    return item
