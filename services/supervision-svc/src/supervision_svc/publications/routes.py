"""HTTP about publications."""

from typing import Annotated, Any
from uuid import UUID

from countykit.identity import Anyone
from fastapi import Response
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from supervision_svc.board.errors import AsOfInFuture
from supervision_svc.board.routes import Internal, Reader
from supervision_svc.publications import repository, service
from supervision_svc.publications.errors import (
    EntriesUndecided,
    NobodyNamed,
    ObjectionTimeRuns,
    ObjectionTooLate,
    PublicationTooSoon,
)
from supervision_svc.publications.models import ENTRY_WORKFLOW, WORKFLOW, Edition, Entry, Publication
from supervision_svc.publications.schemas import (
    Amendment,
    Draft,
    EditionView,
    EntryDecision,
    EntryObjection,
    EntryReview,
    EntryView,
    PublicationView,
)
from supervision_svc.routes import Office

router = Router(prefix="/v1", tags=["publications"])
_JSON: dict[int | str, Any] = {
    200: {"content": {"application/json": {"schema": {"type": "object", "additionalProperties": True}}}}
}


@router.post("/publications", status_code=201, responses=refusals(AsOfInFuture, NobodyNamed, PublicationTooSoon))
async def draft_publication(draft: Draft, tx: Tx, caller: Office) -> PublicationView:
    """Draft a publication from the board of a day, which is frozen with its digest."""
    return PublicationView.of(await service.draft(tx, caller, draft), caller)


@router.get("/publications")
async def list_publications(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, repository.PUBLICATIONS]
) -> Page[PublicationView]:
    """The county's own bodies see every publication, others those that are out."""
    statement = wanted.narrow(repository.publications(caller))
    return await page(tx, statement, Publication, paging, view=lambda row: PublicationView.of(row, caller))


@router.get("/publications/{publication_id}", responses=refusals(NotFound))
async def read_publication(publication_id: UUID, tx: Tx, caller: Anyone) -> PublicationView:
    """One publication."""
    return PublicationView.of(await repository.publication(tx, caller, publication_id), caller)


@router.step(WORKFLOW, "notice", of="/publications/{publication_id}")
async def notice_publication(publication_id: UUID, tx: Tx, caller: Anyone) -> PublicationView:
    """Tell every named township its own page; it is heard for at least five working days."""
    publication = await tx.locked(Publication, publication_id, caller.scope)
    await service.notice(tx, caller, publication)
    return PublicationView.of(publication, caller)


@router.step(
    WORKFLOW, "publication", of="/publications/{publication_id}",
    refused=(PublicationTooSoon, ObjectionTimeRuns, EntriesUndecided),
)  # fmt: skip
async def publish_publication(publication_id: UUID, tx: Tx, caller: Anyone) -> PublicationView:
    """The approver decides the whole; its text never changes from then on, and open objections leave entries out."""
    publication = await tx.locked(Publication, publication_id, caller.scope)
    await service.publish(tx, caller, publication)
    return PublicationView.of(publication, caller)


@router.step(WORKFLOW, "amendment", of="/publications/{publication_id}")
async def amend_publication(publication_id: UUID, body: Amendment, tx: Tx, caller: Anyone) -> PublicationView:
    """Publish another edition after a decision about an entry; the earlier ones stay readable."""
    publication = await tx.locked(Publication, publication_id, caller.scope)
    await service.amend(tx, caller, publication, body.reason)
    return PublicationView.of(publication, caller)


@router.get("/publication-entries")
async def list_publication_entries(
    tx: Tx, caller: Reader, paging: Pages, wanted: Annotated[Wanted, repository.ENTRIES]
) -> Page[EntryView]:
    """Who is named; a township sees its own page, once it was told, and no other's."""
    statement = wanted.narrow(repository.entries(caller))
    return await page(tx, statement, Entry, paging, view=lambda row: EntryView.of(row, caller))


@router.get("/publication-entries/{entry_id}", responses=refusals(NotFound))
async def read_publication_entry(entry_id: UUID, tx: Tx, caller: Reader) -> EntryView:
    """One township's page."""
    return EntryView.of(await repository.entry(tx, caller, entry_id), caller)


@router.step(ENTRY_WORKFLOW, "objection", of="/publication-entries/{entry_id}", refused=(ObjectionTooLate,))
async def object_to_entry(entry_id: UUID, body: EntryObjection, tx: Tx, caller: Anyone) -> EntryView:
    """The township objects, within 30 days of the notice; until the decision its entry is left out or marked."""
    entry = await repository.locked_entry(tx, caller, entry_id)
    await service.object_to(tx, caller, entry, body.grounds)
    return EntryView.of(entry, caller)


@router.step(ENTRY_WORKFLOW, "review", of="/publication-entries/{entry_id}")
async def review_entry(entry_id: UUID, body: EntryReview, tx: Tx, caller: Anyone) -> EntryView:
    """Decide on an objection, as somebody who neither named nor approved the entry."""
    entry = await repository.locked_entry(tx, caller, entry_id)
    await service.review(tx, caller, entry, body.decision, body.reason)
    return EntryView.of(entry, caller)


@router.step(ENTRY_WORKFLOW, "decision", of="/publication-entries/{entry_id}", refused=(ObjectionTimeRuns,))
async def decide_entry(entry_id: UUID, body: EntryDecision, tx: Tx, caller: Anyone) -> EntryView:
    """The approver enters one township or leaves it out, after it was heard."""
    entry = await repository.locked_entry(tx, caller, entry_id)
    await service.decide(tx, caller, entry, body.decision, body.reason)
    return EntryView.of(entry, caller)


@router.get("/publication-editions")
async def list_publication_editions(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, repository.EDITIONS]
) -> Page[EditionView]:
    """What was published, every edition with its digest."""
    statement = wanted.narrow(repository.editions(caller))
    return await page(tx, statement, Edition, paging, view=lambda row: EditionView.seen_by(row, caller))


@router.get(
    "/publication-editions/{edition_id}/text", response_class=Response, responses={**refusals(NotFound), **_JSON}
)
async def read_publication_text(edition_id: UUID, tx: Tx, caller: Anyone) -> Response:
    """The open text byte for byte: the red list. Its SHA-256 is `open_sha256`."""
    edition = await repository.edition(tx, caller, edition_id)
    return Response(edition.open_text, media_type="application/json")


@router.get(
    "/publication-editions/{edition_id}/full-text", response_class=Response, responses={**refusals(NotFound), **_JSON}
)
async def read_publication_full_text(edition_id: UUID, tx: Tx, caller: Internal) -> Response:
    """The full text byte for byte, for the county's own bodies: with the black list. Its SHA-256 is `full_sha256`."""
    edition = await repository.edition(tx, caller, edition_id)
    return Response(edition.full_text, media_type="application/json")
