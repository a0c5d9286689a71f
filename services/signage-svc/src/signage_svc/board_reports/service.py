"""What can be done with reports by code."""

import hashlib
from uuid import UUID

from contracts.board_reports import BoardReportReceived
from countykit import directory
from countykit.identity import Caller
from servicekit.attachments.errors import TooManyAttachments
from servicekit.attachments.inspection import Inspected
from servicekit.attachments.repository import lock_content, of_record
from servicekit.attachments.store import Store
from servicekit.codes import verification_code
from servicekit.transaction import Transaction

from signage_svc.board_reports import repository
from signage_svc.board_reports.errors import PlaceNotInUse, ReceiptUnknown, ReportAnswered
from signage_svc.board_reports.models import REPORT_PHOTO, WORKFLOW, BoardReport, State
from signage_svc.board_reports.schemas import BoardReportAnswer, BoardReportEntry, Receipt, ReportStatus
from signage_svc.halls import repository as halls
from signage_svc.halls.errors import PlaceUnknown
from signage_svc.halls.models import State as HallState
from signage_svc.labels import repository as labels
from signage_svc.models import Attachment

_MOST_PICTURES = 3


async def receive(tx: Transaction, code: str, entry: BoardReportEntry) -> Receipt:
    """Take a report; raises PlaceUnknown, PlaceNotInUse, and RegionEnded where the village is no more."""
    tx.forget_caller()  # first, so that a refusal forgets them too
    region, place = await _place(tx, code)
    await directory.region(tx, region)
    receipt = verification_code()
    report = tx.add(BoardReport(**entry.model_dump(), region=region, place=place, receipt=_digest(receipt)))
    tx.record(BoardReportReceived(kind=report.kind), about=report)
    return Receipt(receipt=receipt)


async def add_picture(tx: Transaction, store: Store, receipt: str, picture: Inspected) -> ReportStatus:
    """Keep one more picture of a report that waits; raises ReceiptUnknown, ReportAnswered, TooManyAttachments."""
    tx.forget_caller()
    report = await _by_receipt(tx, receipt)
    if report.state is not State.REPORTED:
        raise ReportAnswered
    if len(await of_record(tx, Attachment, REPORT_PHOTO, report.id)) >= _MOST_PICTURES:
        raise TooManyAttachments
    sha256 = Store.name_of(picture.content)
    await lock_content(tx, sha256)
    await store.put(picture.content)
    tx.target = tx.add(
        Attachment(
            record_kind=REPORT_PHOTO, record_id=report.id, sha256=sha256, media_type=picture.media_type,
            size=len(picture.content), name=None, uploaded_by=None,
        )
    )  # fmt: skip
    return _status(report)


async def _place(tx: Transaction, code: str) -> tuple[str, str]:
    """The region and the name of what has this code."""
    label = await labels.by_code(tx, code)
    if label is not None:
        return label.region, (await directory.known_region(tx, label.region)).name
    hall = await halls.by_code(tx, code)
    if hall is None:
        raise PlaceUnknown
    if hall.state is not HallState.OPEN:
        raise PlaceNotInUse
    return hall.region, hall.name


def _digest(receipt: str) -> str:
    return hashlib.sha256(receipt.encode()).hexdigest()


async def status(tx: Transaction, receipt: str) -> ReportStatus:
    """What came of a report; raises ReceiptUnknown."""
    return _status(await _by_receipt(tx, receipt))


async def _by_receipt(tx: Transaction, receipt: str) -> BoardReport:
    report = await repository.by_receipt(tx, _digest(receipt))
    if report is None:
        raise ReceiptUnknown
    return report


def _status(report: BoardReport) -> ReportStatus:
    return ReportStatus(
        state=report.state, kind=report.kind, answer=report.reason, answered_at=report.answered_at
    )  # fmt: skip


async def answer(tx: Transaction, caller: Caller, report_id: UUID, body: BoardReportAnswer) -> BoardReport:
    """The township says what came of it."""
    report = await repository.REPORTS.locked(tx, caller.scope, report_id)
    taken = WORKFLOW.take(report, "answer", caller, outcome=body.decision)
    report.reason, report.answered_by, report.answered_at = body.reason, caller.sub, tx.now
    tx.record(taken.event(report), about=report)
    return report
