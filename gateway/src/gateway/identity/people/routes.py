"""HTTP about tables of people."""

from typing import Annotated

from countykit.identity import Caller, Role, allow
from fastapi import Request, Response, UploadFile
from servicekit import tabular
from servicekit.contract.binary import bytes_as
from servicekit.http import ADMINISTRATION, Router, Tx
from servicekit.problems import refusals
from servicekit.tabular import UNREADABLE, RowsRefused
from servicekit.tabular.columns import titles_of

from gateway.identity.gate import LoginPlace
from gateway.identity.people import service
from gateway.identity.people.schemas import PeopleReport, PersonRow

router = Router(prefix="/api/identity/v1/people", tags=["accounts"], dependencies=[ADMINISTRATION])
Manager = Annotated[Caller, allow(Role.OPERATOR, Role.COUNTY_OFFICE)]
_MOST_ROWS, _MOST_BYTES = 300, 5_000_000
_NOTES = [
    ["填写说明"],
    ["每行是一名人员的一项任职；同一用户名可以有多行，表示兼任。"],
    ["县内同名人员须填写区分码（如工号后几位），不得填写身份证号码。"],
    ["机构代码仅“部门”角色填写；任职日期不填即为当日。"],
    ["先试导入（不保存），无误后再正式导入；有一行错误，全部不导入。"],
]


@router.get("/template", response_class=Response, responses=bytes_as(tabular.MEDIA_TYPES["xlsx"]))
async def download_people_template(_: Manager) -> Response:
    """An empty workbook with the columns of the table, and how to fill it in."""
    heads = list(titles_of(PersonRow).values())
    return tabular.written([list(heads)], "人员导入模板", "xlsx", further={"填写说明": [list(line) for line in _NOTES]})


@router.post("/import", max_body_size=_MOST_BYTES, responses=refusals(RowsRefused, *UNREADABLE))
async def import_people(
    request: Request, file: UploadFile, _: LoginPlace, tx: Tx, caller: Manager, *, dry_run: bool = False
) -> PeopleReport:
    """Open accounts and give posts from XLSX, CSV or JSON: all rows or none; `dry_run` says what would be wrong."""
    table = await tabular.read(file, PersonRow, most_rows=_MOST_ROWS, limit_bytes=_MOST_BYTES)
    errors = await service.check(tx, caller, table.rows)
    report = table.settled(PeopleReport, errors, dry_run=dry_run)
    if not dry_run:
        report.opened, report.further_posts = await service.apply(tx, caller, table.rows, request.app.state.settings)
    return report
