"""HTTP about sealed files."""

from typing import Annotated
from uuid import UUID

from countykit.directory import RegionUnknown
from countykit.identity import Caller, Role, allow
from fastapi import Depends, Request, Response
from fastapi.responses import FileResponse
from servicekit.errors import Forbidden, NotFound
from servicekit.filters import Wanted
from servicekit.http import ADMINISTRATION, Router, Tx
from servicekit.pages import Page, SortedPaging, page, sorted_by
from servicekit.problems import refusals

from gateway.files import errors, repository, service
from gateway.files.models import SealedFile
from gateway.files.schemas import (
    ExportOrder,
    FileDetailView,
    FileView,
    PublicKeyView,
    ReceiptImport,
    ReceiptView,
)
from gateway.files.settings import FileSettings

router = Router(prefix="/api/integration/v1/files", tags=["sealed files"], dependencies=[ADMINISTRATION])


def _settings(request: Request) -> FileSettings:
    settings: FileSettings = request.app.state.settings
    return settings


async def _carrier(caller: Annotated[Caller, allow(Role.INTEGRATOR, Role.OPERATOR)]) -> Caller:
    service.require_whole_view(caller)
    return caller


Settings = Annotated[FileSettings, Depends(_settings)]
Carrier = Annotated[Caller, Depends(_carrier)]


@router.get("")
async def list_files(
    tx: Tx,
    caller: Carrier,
    paging: Annotated[
        SortedPaging, sorted_by("id", "created_at", number="编号", until="截止", first_position="起始位置")
    ],
    wanted: Annotated[Wanted, repository.FILTERS],
) -> Page[FileView]:
    """The files of regions that lie wholly within the caller's."""
    statement = wanted.narrow(repository.visible(caller.scope))
    return await page(tx, statement, SealedFile, paging, view=FileView.model_validate)


@router.get("/public-key")
async def read_file_key(caller: Carrier, settings: Settings) -> PublicKeyView:  # noqa: ARG001 - carriers only
    """The public key of the manifests, and those before it; compare each once over another channel."""
    signer = settings.file_signer
    return PublicKeyView(public_key=signer.public_key, previous=signer.previous)


@router.post(
    "/exports", status_code=202,
    responses=refusals(errors.FilesOff, errors.RangeInvalid, errors.RangeGone, RegionUnknown, Forbidden),
)  # fmt: skip
async def order_file_export(order: ExportOrder, tx: Tx, caller: Carrier, settings: Settings) -> FileView:
    """Have a range sealed once more, for a receiver that misses it; read the file until it is published."""
    return FileView.model_validate(await service.order_export(tx, caller, settings, order))


@router.get("/{id}", responses=refusals(NotFound))
async def read_file(id: UUID, tx: Tx, caller: Carrier) -> FileDetailView:
    """One file with its counts and receipts."""
    file = await repository.get(tx, caller.scope, id)
    return FileDetailView.whole(file, list(await repository.receipts(tx, id)))


@router.get("/{id}/manifest", response_class=Response, responses=refusals(errors.NotSealedYet))
async def read_file_manifest(id: UUID, tx: Tx, caller: Carrier) -> Response:
    """The signed manifest, as it lies beside the file."""
    file, manifest = await service.manifest_of(tx, caller, id)
    headers = {"Content-Disposition": f'attachment; filename="{file.stem}.manifest.json"'}
    return Response(manifest, media_type="application/json", headers=headers)


@router.get("/{id}/content", response_class=FileResponse, responses=refusals(errors.NotSealedYet, errors.ContentGone))
async def read_file_content(id: UUID, tx: Tx, caller: Carrier, settings: Settings) -> FileResponse:
    """The compressed events; ranges are answered, so a broken download goes on where it stopped."""
    file, path = await service.content_of(tx, caller, settings, id)
    return FileResponse(path, media_type="application/zstd", filename=file.name, headers={"etag": f'"{file.sha256}"'})


@router.post("/{id}/receipt", status_code=201, responses=refusals(errors.NotSealedYet))
async def import_file_receipt(id: UUID, receipt: ReceiptImport, tx: Tx, caller: Carrier) -> ReceiptView:
    """Import what a receiver behind the one-way network found."""
    return ReceiptView.model_validate(await service.import_receipt(tx, caller, id, receipt))
