"""HTTP about the working-day calendar."""

from collections.abc import Callable
from typing import Annotated, Any, cast

from countykit.calendar.notices import COUNTRY
from countykit.identity import Anyone, Caller, Role, allow
from fastapi import Path, Query, Request, UploadFile
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from servicekit import tabular
from servicekit.errors import Forbidden
from servicekit.http import Router, Tx
from servicekit.problems import refusals
from servicekit.tabular import UNREADABLE, ImportReport, RowsRefused
from starlette.datastructures import UploadFile as FormFile

from gateway.directory.calendars import errors, service
from gateway.directory.calendars.schemas import Arrangement, CalendarBody, CalendarRow, CalendarView
from gateway.directory.limits import MOST_BYTES

router = Router(prefix="/api/directory/v1/calendar", tags=["directory"])
Operator = Annotated[Caller, allow(Role.OPERATOR)]
Year = Annotated[int, Path(ge=2004, le=2100)]
Area = Annotated[
    str, Query(pattern=r"^\d{12}$", description="an area with holidays of its own; the whole country without it")
]
_MOST_ROWS = 400
_UPLOAD = {
    "type": "object", "required": ["file"],
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "XLSX, CSV or JSON with 日期, 安排"},
        "source": {"type": "string", "maxLength": 200},
    },
}  # fmt: skip
_CONTENT: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {"schema": _UPLOAD},
            "application/json": {"schema": CalendarBody.model_json_schema()},
        },
    }
}


@router.get("/{year}")
async def read_calendar(year: Year, tx: Tx, _: Anyone, region: Area = COUNTRY) -> CalendarView:
    """The days off and the weekends worked of a year; `published` is false while no notice is known."""
    return await service.read(tx, year, region)


@router.put(
    "/{year}", max_body_size=MOST_BYTES, openapi_extra=_CONTENT,
    responses=refusals(
        Forbidden, RowsRefused, *UNREADABLE, errors.DayOutsideYear, errors.DayNamedTwice,
        errors.MakeUpDayNotWeekend, errors.StatutoryDayWorked,
    ),
)  # fmt: skip
async def publish_calendar(
    year: Year, request: Request, tx: Tx, caller: Operator, region: Area = COUNTRY
) -> CalendarView:
    """Publish a holiday notice as JSON or as an uploaded table. Every service follows it and moves its deadlines."""
    return await service.publish(tx, caller, year, region, await _body(request))


async def _body(request: Request) -> CalendarBody:
    """The notice from either content; raises RequestValidationError, RowsRefused and what `tabular.read` raises."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        content = await request.body()
        return _validated(lambda: CalendarBody.model_validate_json(content))
    form = await request.form()
    file, source = form.get("file"), form.get("source")
    if not isinstance(file, FormFile):
        raise RequestValidationError([{"type": "missing", "loc": ("body", "file"), "msg": "", "input": None}])
    limit = request.app.state.settings.import_limit_bytes
    table = await tabular.read(cast(UploadFile, file), CalendarRow, most_rows=_MOST_ROWS, limit_bytes=limit)
    table.settled(ImportReport, dry_run=False)
    off, worked = (
        [row.body.day for row in table.rows if row.body.arrangement == kind]
        for kind in (Arrangement.OFF, Arrangement.WORKED)
    )
    name = source if isinstance(source, str) and source else file.filename
    return _validated(lambda: CalendarBody(days_off=off, make_up_days=worked, source=(name or "")[:200]))


def _validated(read: Callable[[], CalendarBody]) -> CalendarBody:
    try:
        return read()
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        raise RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in found]) from error
