"""What people and systems can do with sealed files."""

from pathlib import Path
from uuid import UUID

from countykit import directory
from countykit.identity import Caller
from servicekit.errors import Forbidden
from servicekit.transaction import Transaction

from gateway.catalogue.visibility import sees_reports
from gateway.files import repository
from gateway.files.errors import ContentGone, FilesOff, NotSealedYet, RangeGone, RangeInvalid
from gateway.files.models import Kind, Outcome, Receipt, SealedFile, State
from gateway.files.schemas import ExportOrder, ReceiptImport
from gateway.files.settings import FileSettings


def require_whole_view(caller: Caller) -> None:
    """A file holds every type of event of its region, so only a caller who may see all of them may have it."""
    if not sees_reports(caller):
        raise Forbidden


async def order_export(tx: Transaction, caller: Caller, settings: FileSettings, order: ExportOrder) -> SealedFile:
    """Order a range once more; it must be kept in the log as a whole."""
    if settings.files_dir is None:
        raise FilesOff
    caller.require_region(order.region)
    await directory.known_region(tx, order.region)
    if order.last_position < order.first_position:
        raise RangeInvalid
    first, last = await repository.edges(tx)
    if order.first_position < first or order.last_position > last:
        raise RangeGone(first_position=first, last_position=last)
    return tx.add(
        SealedFile(
            region=order.region, kind=Kind.EXPORT, state=State.ORDERED, first_position=order.first_position,
            last_position=order.last_position, until=tx.now, ordered_by=caller.sub, version=1,
        )
    )  # fmt: skip


async def manifest_of(tx: Transaction, caller: Caller, id: UUID) -> tuple[SealedFile, bytes]:
    """A file with its manifest; raises NotSealedYet."""
    file = await repository.get(tx, caller.scope, id)
    if file.manifest is None or file.state in (State.ORDERED, State.SEALED):
        raise NotSealedYet
    return file, file.manifest


async def content_of(tx: Transaction, caller: Caller, settings: FileSettings, id: UUID) -> tuple[SealedFile, Path]:
    """A file with the place of its content; raises ContentGone."""
    file, _ = await manifest_of(tx, caller, id)
    path = None if settings.files_dir is None else settings.files_dir / file.name
    if file.state == State.EXPIRED or path is None or not path.is_file():
        raise ContentGone
    return file, path


async def import_receipt(tx: Transaction, caller: Caller, id: UUID, receipt: ReceiptImport) -> Receipt:
    """Keep what a receiver found; its checksum says whether the file arrived whole."""
    file, _ = await manifest_of(tx, caller, id)
    outcome = Outcome.INTACT if receipt.sha256 == file.sha256 else Outcome.DAMAGED
    return tx.add(
        Receipt(
            file_id=id, receiver=receipt.receiver, received_at=receipt.received_at, sha256=receipt.sha256,
            outcome=outcome, imported_by=caller.sub, imported_at=tx.now,
        )
    )  # fmt: skip
