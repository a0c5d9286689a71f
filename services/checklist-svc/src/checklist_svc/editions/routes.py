"""HTTP about editions and the lists in force."""

from typing import Annotated
from uuid import UUID

from contracts.titles import TITLE
from countykit.directory import REGION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from fastapi import File, Query, UploadFile
from servicekit.dates import Day
from servicekit.drafts import DraftSubmitted, patch_body
from servicekit.errors import Forbidden, NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals
from servicekit.tabular import UNREADABLE, RowsRefused

from checklist_svc.editions import imports, repository, service
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
    CurrentList,
    Diff,
    EditionDetail,
    EditionDraft,
    EditionImportReport,
    EditionPatch,
    EditionRecall,
    EditionView,
    ItemView,
    Publication,
)
from checklist_svc.repeals.errors import BasisRepealed
from checklist_svc.settings import Configured

router = Router(prefix="/v1", tags=["lists"])
CountyOffice = Annotated[Caller, allow(Role.COUNTY_OFFICE)]
ImportTitle = Annotated[str, Query(min_length=2, max_length=200, description="what the edition is called")]
_LARGEST_UPLOAD = 24 * 1024 * 1024
RegionFilter = Annotated[str | None, Query(pattern=r"^\d{12}$", description="a region; its county's lists are shown")]


@router.get("/lists/current", responses=refusals(Forbidden, NoEditionInForce))
async def read_current_lists(
    tx: Tx, caller: Anyone, at: Day | None = None, kind: Kind | None = None, region: RegionFilter = None
) -> CurrentList:
    """The lists in force on a day in a county: its own edition, or the default one where it has none."""
    edition, items = await service.current(tx, caller, at=at, region=region, kind=kind)
    return CurrentList(edition=EditionView.of(edition, caller), items=_shown(items))


@router.get("/editions")
async def list_editions(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[EditionView]:
    """The editions that concern the caller's region."""
    statement = wanted.narrow(repository.visible(caller.scope))
    return await page(tx, statement, Edition, paging, view=lambda edition: EditionView.of(edition, caller))


@router.post(
    "/editions", status_code=201,
    responses=refusals(*REGION_REFUSALS, ItemIncomplete, ItemCodeRepeated, ItemLawUnclear, EditionTooLong),
)  # fmt: skip
async def draft_edition(draft: EditionDraft, tx: Tx, caller: CountyOffice) -> EditionView:
    """Draft a county's own edition of the three lists (LST-04)."""
    return EditionView.of(await service.draft(tx, caller, draft), caller)


@router.post(
    "/editions/import", max_body_size=_LARGEST_UPLOAD, openapi_extra={TITLE: "导入本县清单"},
    responses=refusals(*REGION_REFUSALS, NoEditionInForce, EditionTooLong, RowsRefused, *UNREADABLE),
)  # fmt: skip
async def import_edition(
    file: Annotated[UploadFile, File(description="XLSX, CSV or JSON with the columns of an item")],
    tx: Tx, caller: CountyOffice, settings: Configured, title: ImportTitle = "村级组织工作事务三个清单",
    dry_run: bool = False,
) -> EditionImportReport:  # fmt: skip
    """Draft a county's own edition from a table: all rows or none; with `dry_run` only the report.

    It says what changes against the edition in force.
    """
    return await imports.import_edition(tx, caller, file, title, settings, dry_run=dry_run)


@router.get("/editions/{edition_id}", responses=refusals(NotFound))
async def read_edition(edition_id: UUID, tx: Tx, caller: Anyone) -> EditionDetail:
    """One edition with its items."""
    edition = await repository.get(tx, caller.scope, edition_id)
    return EditionDetail(edition=EditionView.of(edition, caller), items=_shown(await repository.items(tx, edition.id)))


@router.step(
    WORKFLOW, "amendment", of="/editions/{edition_id}", method="PATCH", openapi_extra=patch_body(EditionPatch),
    refused=(DraftSubmitted, ItemIncomplete, ItemCodeRepeated, ItemLawUnclear, EditionTooLong),
)  # fmt: skip
async def amend_edition(edition_id: UUID, body: EditionPatch, tx: Tx, caller: Anyone) -> EditionView:
    """Change a draft until it is published (RFC 7396); `items` replaces all of them."""
    return EditionView.of(await service.amend(tx, caller, edition_id, body), caller)


@router.step(
    WORKFLOW, "publication", of="/editions/{edition_id}", refused=(EffectiveDateInvalid, LawNotInForce, BasisRepealed)
)
async def publish_edition(edition_id: UUID, body: Publication, tx: Tx, caller: Anyone) -> EditionView:
    """Publish a draft; the county's edition before it ends on the day before."""
    edition = await service.publish_draft(tx, caller, edition_id, body.effective_from)
    return EditionView.of(edition, caller)


@router.step(WORKFLOW, "recall", of="/editions/{edition_id}", refused=(EditionBegun,))
async def recall_edition(edition_id: UUID, body: EditionRecall, tx: Tx, caller: Anyone) -> EditionView:
    """Take a published edition back before its first day; the one before it goes on (LST-04)."""
    return EditionView.of(await service.recall(tx, caller, edition_id, body.reason), caller)


@router.get("/editions/{edition_id}/diff", responses=refusals(NotFound))
async def compare_editions(edition_id: UUID, against: UUID, tx: Tx, caller: Anyone) -> Diff:
    """What an edition adds, removes and changes against another one."""
    return await service.diff(tx, caller, edition_id, against)


def _shown(items: list[ListItem]) -> list[ItemView]:
    return [ItemView.model_validate(item) for item in items]
