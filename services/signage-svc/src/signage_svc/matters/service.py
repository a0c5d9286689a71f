"""What can be done with service matters."""

from uuid import UUID

from countykit import directory
from countykit.identity import Caller
from servicekit.codes import verification_code
from servicekit.transaction import Transaction

from signage_svc.matters import repository
from signage_svc.matters.errors import GuideUnknown, MatterDoubled
from signage_svc.matters.models import WORKFLOW, ServiceMatter, State, offered
from signage_svc.matters.schemas import Guide, MatterEntry, PublicCatalogue, PublicGuide, PublicOffer


async def enter(tx: Transaction, caller: Caller, entry: MatterEntry) -> ServiceMatter:
    """Enter a matter in the catalogue; raises RegionUnknown, MatterDoubled."""
    caller.require_region(entry.region)
    await directory.region(tx, entry.region, "county", "township")
    await repository.lock_catalogues(tx, [entry.region])
    if await repository.offered_as(tx, entry.region, entry.title) is not None:
        raise MatterDoubled
    return offer(tx, entry)


def offer(tx: Transaction, entry: MatterEntry) -> ServiceMatter:
    """Put a checked matter into the catalogue."""
    matter = tx.add(ServiceMatter(code=verification_code(), **entry.model_dump()))
    tx.record(offered(matter), about=matter)
    return matter


async def revise(tx: Transaction, caller: Caller, matter_id: UUID, guide: Guide) -> ServiceMatter:
    """Replace the guide as a whole; its code stays, so that what hangs or was given out leads to the new one."""
    matter = await tx.locked(ServiceMatter, matter_id, caller.scope)
    if guide.title != matter.title and await repository.offered_as(tx, matter.region, guide.title) is not None:
        raise MatterDoubled
    follow(tx, caller, matter, guide)
    return matter


def follow(tx: Transaction, caller: Caller, matter: ServiceMatter, guide: Guide) -> None:
    """Let a matter say what its new guide says."""
    taken = WORKFLOW.take(matter, "revision", caller)
    matter.sqlmodel_update(guide.model_dump())
    tx.record(taken.event(matter), about=matter)


async def end(tx: Transaction, caller: Caller, matter_id: UUID, reason: str) -> ServiceMatter:
    """Take a matter out of the catalogue; its page says so from now on."""
    matter = await tx.locked(ServiceMatter, matter_id, caller.scope)
    taken = WORKFLOW.take(matter, "ending", caller)
    matter.reason = reason
    tx.record(taken.event(matter), about=matter)
    return matter


async def public_catalogue(tx: Transaction, region: str) -> PublicCatalogue:
    """What is handled for a place, for anybody: its township's matters and its county's, post by post."""
    place = await directory.known_region(tx, region)
    return PublicCatalogue(
        region=region, region_name=place.name,
        items=[PublicOffer.model_validate(matter.model_dump()) for matter in await repository.offered_for(tx, region)],
    )  # fmt: skip


async def public_guide(tx: Transaction, code: str) -> PublicGuide:
    """A guide for anybody who has its code; raises GuideUnknown."""
    matter = await repository.by_code(tx, code)
    if matter is None:
        raise GuideUnknown
    region = await directory.known_region(tx, matter.region)
    return PublicGuide(
        **matter.model_dump(include=set(PublicGuide.model_fields)), region_name=region.name,
        offered=matter.state is State.OFFERED,
    )  # fmt: skip
