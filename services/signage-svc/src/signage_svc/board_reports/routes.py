"""HTTP about reports by code: two routes for anybody, the rest for who answers them."""

import binascii
from base64 import b64decode
from typing import Annotated
from uuid import UUID

from countykit.directory import REGION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from fastapi import Depends, Path, Request, Response
from servicekit.attachments.errors import OF_CONTENT, PicturesOnly, TooManyAttachments
from servicekit.attachments.inspection import Inspected, inspect
from servicekit.attachments.kinds import PICTURES
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages
from servicekit.problems import refusals

from signage_svc.board_reports import service
from signage_svc.board_reports.errors import PhotoUnreadable, PlaceNotInUse, ReceiptUnknown, ReportAnswered
from signage_svc.board_reports.models import WORKFLOW
from signage_svc.board_reports.repository import REPORTS
from signage_svc.board_reports.schemas import (
    BoardReportAnswer,
    BoardReportEntry,
    BoardReportView,
    Receipt,
    ReportStatus,
    SmallPicture,
)
from signage_svc.halls.errors import PlaceUnknown

public = Router(prefix="/v1", tags=["public"])
router = Router(prefix="/v1/board-reports", tags=["reports by code"])
Reader = Annotated[Caller, allow(Role.TOWNSHIP, Role.COUNTY_OFFICE, Role.INSPECTOR)]
Code = Annotated[str, Path(min_length=1, max_length=40, examples=["MZXW6YTBOI4DQMJS"])]


async def picture(request: Request, body: SmallPicture) -> Inspected:
    """The checked picture. No connection to the database waits for the inspection."""
    try:
        content = b64decode(body.content, validate=True)
    except (binascii.Error, ValueError):
        raise PhotoUnreadable from None
    found = await inspect(content, request.app.state.settings.clamd_address)
    if found.media_type not in PICTURES:
        raise PicturesOnly
    return found


@public.post(
    "/places/{code}/reports", status_code=201, responses=refusals(PlaceUnknown, PlaceNotInUse, *REGION_REFUSALS)
)
async def report_place(entry: BoardReportEntry, code: Code, tx: Tx, response: Response) -> Receipt:
    """Report a board or a service place by its code, as anybody; nothing is kept of who does."""
    response.headers["cache-control"] = "no-store"
    return await service.receive(tx, code.upper(), entry)


@public.post(
    "/report-receipts/{receipt}/photo", status_code=201,
    responses=refusals(
        ReceiptUnknown, ReportAnswered, PhotoUnreadable, PicturesOnly, TooManyAttachments, *OF_CONTENT
    ),
)  # fmt: skip
async def add_report_photo(
    request: Request, response: Response, photo: Annotated[Inspected, Depends(picture)], receipt: Code, tx: Tx
) -> ReportStatus:
    """Add a small picture to a report, for who has its receipt; nobody is ever obliged to."""
    response.headers["cache-control"] = "no-store"
    return await service.add_picture(tx, request.app.state.attachments, receipt.upper(), photo)


@public.get("/report-receipts/{receipt}", responses=refusals(ReceiptUnknown))
async def read_report_receipt(
    receipt: Annotated[str, Path(min_length=1, max_length=40, examples=["MZXW6YTBOI4DQMJS"])],
    tx: Tx,
    response: Response,
) -> ReportStatus:
    """What came of a report, for who has its receipt."""
    response.headers["cache-control"] = "no-store"
    return await service.status(tx, receipt.upper())


@router.get("")
async def list_board_reports(
    tx: Tx, caller: Reader, paging: Pages, wanted: Annotated[Wanted, REPORTS.filters]
) -> Page[BoardReportView]:
    """What was reported by code within the caller's region."""
    return await REPORTS.page(tx, caller.scope, wanted, paging, lambda row: BoardReportView.of(row, caller))


@router.get("/{report_id}", responses=refusals(NotFound))
async def read_board_report(report_id: UUID, tx: Tx, caller: Reader) -> BoardReportView:
    """One report."""
    return BoardReportView.of(await REPORTS.get(tx, caller.scope, report_id), caller)


@router.step(WORKFLOW, "answer", of="/{report_id}")
async def answer_board_report(report_id: UUID, body: BoardReportAnswer, tx: Tx, caller: Anyone) -> BoardReportView:
    """Say what came of a report; who has its receipt reads it."""
    return BoardReportView.of(await service.answer(tx, caller, report_id, body), caller)
