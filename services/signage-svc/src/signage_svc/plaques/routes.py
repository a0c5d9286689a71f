"""HTTP about plaques."""

from typing import Annotated
from uuid import UUID

from countykit import directory
from countykit.directory import DEPARTMENT_REFUSALS, REGION_REFUSALS
from countykit.errors import DateInFuture
from countykit.identity import Anyone, Caller, Role, allow
from countykit.objections import CaseObjection, CaseReview, ObjectionLate
from fastapi import File, Request, Response, UploadFile
from servicekit.contract.binary import ANY, bytes_as
from servicekit.errors import Forbidden, NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals
from servicekit.tabular import MEDIA_TYPES, UNREADABLE, RowsRefused

from signage_svc.plaques import corrections, imports, repository, service, template, verifying
from signage_svc.plaques.errors import (
    AlreadyInLedger,
    CaseOpenAgain,
    DisposalDueInPast,
    DisposalUnseen,
    FlagContradicted,
    MergeNotAllowed,
    MergeTargetMissing,
    NothingCorrected,
    ReplacementExpected,
    ReplacementOffSpec,
    StillLapsed,
)  # fmt: skip
from signage_svc.plaques.models import Plaque
from signage_svc.plaques.schemas import (
    BoardCorrection,
    Completion,
    DisposalOrder,
    NameConfirmation,
    PlaqueCorrection,
    PlaqueFlag,
    PlaqueIdentity,
    PlaqueImportReport,
    PlaqueRegistration,
    PlaqueView,
    Retention,
    TownshipLedger,
    Verification,
)  # fmt: skip
from signage_svc.plaques.steps import WORKFLOW
from signage_svc.settings import Configured
from signage_svc.specs import service as specs
from signage_svc.specs.errors import SpecTableMissing, SpecUnknown

# The kit's limit of one megabyte is for single records; the table itself is measured by `import_limit_bytes`.
_LARGEST_UPLOAD = 32 * 1_048_576

router = Router(prefix="/v1/plaques", tags=["plaques"])
ledgers = Router(prefix="/v1/ledger-summary", tags=["plaques"])
Township = Annotated[Caller, allow(Role.TOWNSHIP)]
Registrar = Annotated[Caller, allow(Role.TOWNSHIP, Role.INSPECTOR)]
Importer = Annotated[Caller, allow(Role.TOWNSHIP, Role.COUNTY_OFFICE)]


@router.post(
    "", status_code=201,
    responses=refusals(
        Forbidden, AlreadyInLedger, *REGION_REFUSALS, SpecUnknown, *DEPARTMENT_REFUSALS, DateInFuture, SpecTableMissing
    ),
)  # fmt: skip
async def register_plaque(
    registration: PlaqueRegistration, tx: Tx, caller: Registrar, settings: Configured
) -> PlaqueView:
    """Enter a board in the ledger; a board that was removed before is flagged at once and its case reopened."""
    return PlaqueView.of(await service.register(tx, caller, registration, settings), caller)


@router.post(
    "/import", max_body_size=_LARGEST_UPLOAD,
    responses=refusals(RowsRefused, *UNREADABLE, SpecTableMissing),
)  # fmt: skip
async def import_plaques(
    file: Annotated[UploadFile, File(description="XLSX, CSV or JSON; see the import template")],
    tx: Tx, caller: Importer, settings: Configured, dry_run: bool = False,
) -> PlaqueImportReport:  # fmt: skip
    """Enter a whole ledger in one call: all rows or none; with `dry_run` only the report."""
    return await imports.import_ledger(tx, caller, file, settings, dry_run=dry_run)


@router.get("/import-template", response_class=Response, responses=bytes_as(MEDIA_TYPES["xlsx"]))
async def download_import_template(request: Request, tx: Tx, caller: Importer) -> Response:
    """The empty import table (XLSX), with the caller's village codes and the spec table beside it.

    `Accept: application/octet-stream` gets the same bytes: few generated clients know the media type of XLSX.
    """
    _, rows = await specs.in_force(tx, caller.region)
    content = template.workbook(await directory.regions_within(tx, caller.region, "village"), rows)
    headers = {"Content-Disposition": 'attachment; filename="plaque-ledger.xlsx"'}
    plain = request.headers.get("accept", "") == ANY
    return Response(content, 200, headers, ANY if plain else MEDIA_TYPES["xlsx"])


@router.get("")
async def list_plaques(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[PlaqueView]:
    """The plaques within the caller's region."""
    statement = wanted.narrow(repository.visible(caller.scope))
    return await page(tx, statement, Plaque, paging, view=lambda plaque: PlaqueView.of(plaque, caller))


@router.get("/{plaque_id}", responses=refusals(NotFound))
async def read_plaque(plaque_id: UUID, tx: Tx, caller: Anyone) -> PlaqueView:
    """One plaque."""
    return PlaqueView.of(await repository.get(tx, caller.scope, plaque_id), caller)


@router.step(WORKFLOW, "flag", of="/{plaque_id}", bulk=True, refused=(FlagContradicted,))
async def flag_plaque(plaque_id: UUID, body: PlaqueFlag, tx: Tx, caller: Anyone, settings: Configured) -> PlaqueView:
    """Mark a board as not belonging where or as it hangs (PLQ-03)."""
    return PlaqueView.of(await service.flag(tx, caller, plaque_id, body, settings), caller)


@router.step(WORKFLOW, "unflagging", of="/{plaque_id}")
async def unflag_plaque(
    plaque_id: UUID, body: PlaqueCorrection, tx: Tx, caller: Anyone, settings: Configured
) -> PlaqueView:
    """Take a wrong mark back; it counts no more from the day on which it was made."""
    return PlaqueView.of(await service.unflag(tx, caller, plaque_id, body, settings), caller)


@router.step(WORKFLOW, "objection", of="/{plaque_id}", refused=(ObjectionLate,))
async def object_to_plaque_mark(
    plaque_id: UUID, body: CaseObjection, tx: Tx, caller: Anyone, settings: Configured
) -> PlaqueView:
    """Contest a mark within 30 days; while that is undecided the township need not say what becomes of the board."""
    return PlaqueView.of(await service.object_to_mark(tx, caller, plaque_id, body, settings), caller)


@router.step(WORKFLOW, "review", of="/{plaque_id}")
async def review_plaque_mark(
    plaque_id: UUID, body: CaseReview, tx: Tx, caller: Anyone, settings: Configured
) -> PlaqueView:
    """Decide on an objection to a mark, by people who had no part in it; overturned, it counts no more from its day."""
    return PlaqueView.of(await service.review_mark(tx, caller, plaque_id, body, settings), caller)


@router.step(WORKFLOW, "confirmation", of="/{plaque_id}", bulk=True, refused=(SpecUnknown,))
async def confirm_plaque_name(
    plaque_id: UUID, body: NameConfirmation, tx: Tx, caller: Anyone, settings: Configured
) -> PlaqueView:
    """Say what a board is where the words of its name leave a doubt: a person's answer settles it."""
    return PlaqueView.of(await service.confirm(tx, caller, plaque_id, body, settings), caller)


@router.step(
    WORKFLOW, "correction", of="/{plaque_id}",
    refused=(Forbidden, NothingCorrected, AlreadyInLedger, SpecTableMissing, *REGION_REFUSALS),
)  # fmt: skip
async def correct_plaque(
    plaque_id: UUID, body: BoardCorrection, tx: Tx, caller: Anyone, settings: Configured
) -> PlaqueView:
    """Correct a wrongly typed name, measure, colour, place or village of a board that nobody has marked."""
    return PlaqueView.of(await corrections.correct(tx, caller, plaque_id, body, settings), caller)


@router.step(WORKFLOW, "retention", of="/{plaque_id}", refused=(StillLapsed,))
async def retain_plaque(plaque_id: UUID, body: Retention, tx: Tx, caller: Anyone, settings: Configured) -> PlaqueView:
    """Say that a board which seemed to have lapsed by its dates is in use, or valid; else it is marked."""
    return PlaqueView.of(await corrections.retain(tx, caller, plaque_id, body, settings), caller)


@router.step(WORKFLOW, "identity", of="/{plaque_id}", refused=(CaseOpenAgain,))
async def identify_plaque(
    plaque_id: UUID, body: PlaqueIdentity, tx: Tx, caller: Anyone, settings: Configured
) -> PlaqueView:
    """Say whether a board is a removed one under another name; only a yes reopens that case, contestably."""
    return PlaqueView.of(await service.identify(tx, caller, plaque_id, body, settings), caller)


@router.step(
    WORKFLOW,
    "disposal",
    of="/{plaque_id}",
    bulk=True,
    refused=(MergeNotAllowed, MergeTargetMissing, SpecUnknown, DisposalDueInPast),
)
async def order_disposal(
    plaque_id: UUID, body: DisposalOrder, tx: Tx, caller: Anyone, settings: Configured
) -> PlaqueView:
    """Order a flagged board to be removed, replaced, or merged into another by the merge rules."""
    return PlaqueView.of(await service.order_disposal(tx, caller, plaque_id, body, settings), caller)


@router.step(
    WORKFLOW, "completion", of="/{plaque_id}",
    refused=(ReplacementExpected, ReplacementOffSpec, MergeTargetMissing, AlreadyInLedger, SpecUnknown),
)  # fmt: skip
async def complete_disposal(
    plaque_id: UUID, body: Completion, tx: Tx, caller: Anyone, settings: Configured
) -> PlaqueView:
    """Report a disposal as done; with `replace` the board that hangs there now must fit its spec."""
    return PlaqueView.of(await service.complete(tx, caller, plaque_id, body, settings), caller)


@router.step(WORKFLOW, "verification", of="/{plaque_id}", bulk=True, refused=(DisposalUnseen,))
async def verify_disposal(
    plaque_id: UUID, body: Verification, tx: Tx, caller: Anyone, settings: Configured
) -> PlaqueView:
    """Confirm a disposal that a picture shows to be done, or send it back; never by the township that did it."""
    return PlaqueView.of(await verifying.verify(tx, caller, plaque_id, body, settings), caller)


@ledgers.get("")
async def summarise_ledgers(
    tx: Tx, caller: Anyone, wanted: Annotated[Wanted, repository.COUNTED]
) -> Page[TownshipLedger]:
    """The township ledgers in figures, one row for each township; always one page."""
    return Page(items=await service.summary(tx, caller, wanted), next=None)
