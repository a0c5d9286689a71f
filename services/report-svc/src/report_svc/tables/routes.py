"""HTTP about the asker's table."""

from typing import Annotated, Literal
from uuid import UUID

from contracts.titles import coded
from countykit.identity import Caller, Role, allow
from countykit.workdays import today
from fastapi import File, Query, Request, Response, UploadFile
from servicekit import tabular
from servicekit.contract.binary import ANY, bytes_as
from servicekit.errors import NotFound
from servicekit.http import Router, Tx
from servicekit.problems import refusals
from servicekit.security_log import SecurityKind
from servicekit.tabular import MEDIA_TYPES, UNREADABLE, RowsRefused

from report_svc.filings.errors import FormEnded, PeriodAhead, PeriodUnknown
from report_svc.forms.errors import FieldUnknown
from report_svc.settings import Configured
from report_svc.tables import errors, importing, rows, service, sheet
from report_svc.tables.gathering import gather
from report_svc.tables.models import Use
from report_svc.tables.schemas import AskerTable, FilingImportReport, FormPeriods, TableUses, UnusedForms

router = Router(prefix="/v1", tags=["tables"])
# Villages are not among them: nobody compares them, and what they said stands in their own filings.
Reader = Annotated[Caller, allow(Role.TOWNSHIP, Role.DEPARTMENT, Role.COUNTY_OFFICE, Role.APPROVER)]
Township = Annotated[Caller, allow(Role.TOWNSHIP)]
TableFormat = Annotated[
    Literal["xlsx", "csv"], coded("table_format", "表格格式", xlsx="Excel 工作簿", csv="CSV 文本"), Query()
]
Period = Annotated[str, Query(max_length=20, description="as the arrangement names it", examples=["2026-03"])]
_LARGEST_UPLOAD = 32 * 1_048_576


@router.get("/forms/{form_id}/table", responses=refusals(NotFound, PeriodUnknown))
async def read_form_table(
    form_id: UUID, tx: Tx, caller: Reader, period: Period,
    missing: Annotated[bool | None, Query(description="only rows of who has not filed, or who has")] = None,
) -> AskerTable:  # fmt: skip
    """What all villages said in one period of a form, with totals by township and who is missing."""
    return await service.table(tx, caller, form_id, period, missing=missing)


@router.get(
    "/forms/{form_id}/table/file", response_class=Response,
    responses={**bytes_as(*MEDIA_TYPES.values()), **refusals(NotFound, PeriodUnknown, FieldUnknown)},
)  # fmt: skip
async def download_form_table(
    form_id: UUID, request: Request, tx: Tx, caller: Reader, period: Period,
    format: TableFormat = "xlsx",
    table: Annotated[str | None, Query(max_length=60, description="a table within the form: its rows alone")] = None,
) -> Response:  # fmt: skip
    """The table as XLSX, locked but for the values, or as CSV; a township may fill it in and send it back.

    The rows of each table within the form stand on a sheet of its own; with `table` they alone are given.
    """
    gathered = await gather(tx, caller, form_id, period)
    await service.note(tx, caller, gathered.form, Use.TAKEN)
    drafts = await sheet.known_of(tx, gathered)
    tables = {column.field.name: column.field for column in gathered.columns if column.field.columns}
    if table is not None and table not in tables:
        raise FieldUnknown(columns=[table])
    lines = sheet.lines(gathered, drafts) if table is None else rows.lines(gathered, drafts, tables[table])
    tx.log_security(
        SecurityKind.EXPORT, resource=request.url.path, filters=request.url.query, rows=len(lines) - 1, form=format
    )
    if table is not None:
        return tabular.written(lines, f"{gathered.form.title}{period}{table}", format, today=today(tx.now))
    first = len(sheet.FIXED)
    places = range(first, first + len(gathered.columns) + 1)
    sums = sheet.sum_lines(gathered)
    # Without the check code the sheet of sums is nothing that comes back.
    further = {} if format == "csv" else {
        **{rows.sheet_of(field): rows.lines(gathered, drafts, field) for field in tables.values()},
        sheet.SUM: [sheet.without_code(line) for line in (lines[0], *sums)],
    }  # fmt: skip
    answer = tabular.written(
        [*lines, *(sums if format == "csv" else ())], f"{gathered.form.title}{period}", format,
        editable=places, further=further, today=today(tx.now),
    )  # fmt: skip
    if request.headers.get("accept", "") == ANY:
        answer.headers["content-type"] = ANY
    return answer


@router.get("/forms/{form_id}/periods", responses=refusals(NotFound))
async def list_form_periods(form_id: UUID, tx: Tx, caller: Reader) -> FormPeriods:
    """The periods of a form beside one another: who filed, who is missing, and what it sums up to."""
    return await service.periods(tx, caller, form_id)


@router.get("/forms/{form_id}/table-uses", responses=refusals(NotFound))
async def list_table_uses(
    form_id: UUID, tx: Tx, caller: Annotated[Caller, allow(Role.DEPARTMENT, Role.COUNTY_OFFICE, Role.APPROVER)]
) -> TableUses:
    """Who used the tables of a form, and when; the newest 500."""
    return await service.uses(tx, caller, form_id)


@router.get("/unused-forms")
async def list_unused_forms(
    tx: Tx, caller: Annotated[Caller, allow(Role.DEPARTMENT, Role.COUNTY_OFFICE, Role.APPROVER)], settings: Configured
) -> UnusedForms:
    """Forms that villages fill and nobody of the asking body looks at: proposed for ending, by people."""
    return await service.unused(tx, caller, days=settings.unused_form_days)


@router.post(
    "/filings/import", max_body_size=_LARGEST_UPLOAD,
    responses=refusals(
        RowsRefused, *UNREADABLE, errors.TableOfNobody, errors.TemplateChanged, PeriodAhead, FormEnded
    ),
)  # fmt: skip
async def import_filings(
    file: Annotated[UploadFile, File(description="the workbook of a form's table, filled in")],
    tx: Tx, caller: Township, settings: Configured, dry_run: bool = False,
) -> FilingImportReport:  # fmt: skip
    """File or mend for one's villages by the downloaded table: all rows or none; with `dry_run` only the report."""
    return await importing.take_in(tx, caller, file, limit_bytes=settings.import_limit_bytes, dry_run=dry_run)
