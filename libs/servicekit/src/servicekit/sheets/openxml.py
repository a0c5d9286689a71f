"""What the reader of XLSX does not tell: error values, formulas nobody calculated, and cells far from the table.

The reader makes a rectangle of each sheet, so one blank in XFD1048576 would cost gigabytes. Row numbers, column letters
and `<dimension>` are therefore never trusted: a sheet that claims far more than it holds is given its rows and columns
anew, in their order, before it is read, and what they were called is remembered.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from servicekit.sheets.wanted import Refused

_MOST_ENTRIES = 1000
_MOST_UNPACKED = 200 * 1024 * 1024
_MOST_RATIO = 100
_MOST_CELLS = 3_000_000
_NEAR_COLUMNS = 256
_MOST_FAR_COLUMNS = 200
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_ROW = re.compile(rb"<(?:\w+:)?row[\s>]")
_ROW_NUMBER = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br\s*=\s*[\"'](\d+)[\"']")
_ERROR = re.compile(rb"\bt\s*=\s*[\"']e[\"']")
_TEXT = re.compile(rb"\bt\s*=\s*[\"']str[\"']")
_RARE = re.compile(_ERROR.pattern + rb"|<(?:\w+:)?f[\s/>]")
_WIDE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{2,3})\d")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_CELL_START = re.compile(rb"<(?:\w+:)?c[\s>]")
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})(\d+)[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]+)")
_LABEL = re.compile(rb"(<(?:\w+:)?(?:c|row)\b[^>]*?\br\s*=\s*[\"'])([A-Z]*)(\d+)")


@dataclass(slots=True)
class Marks:
    """What stands beside the values of one sheet, by row number and column place as the file calls them.

    `flaws` maps a cell to the error value it holds, or to an empty text for a formula without a value.
    """

    flaws: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    rows: dict[int, int] = field(default_factory=dict)
    columns: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Book:
    """A workbook ready to be read, with the marks of its sheets by name."""

    content: bytes
    marks: dict[str, Marks]
    from_1904: bool


def inspected(content: bytes) -> Book:
    """Check the archive and scan its visible sheets; raises Refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bomb(archive, len(content))
            workbook, paths = _sheets(archive)
            marks: dict[str, Marks] = {}
            anew: dict[str, Marks] = {}
            for name, path in paths.items():
                marks[name], too_many = _scanned(archive, path)
                if too_many:
                    anew[path] = marks[name]
            from_1904 = any(node.get("date1904") in ("1", "true") for node in workbook.iter())
            return Book(_replaced(archive, anew) if anew else content, marks, from_1904)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, KeyError) as error:
        raise Refused("table_unreadable") from error
    except (ParseError, DefusedXmlException) as error:
        raise Refused("table_suspicious") from error


def place(letters: bytes) -> int:
    """The place of a column, counted from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def letters(number: int) -> str:
    """What a spreadsheet calls a column."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def _refuse_bomb(archive: zipfile.ZipFile, size: int) -> None:
    """The sizes in the directory may lie; then the limits of the process end the reading."""
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > _MOST_ENTRIES or unpacked > min(_MOST_UNPACKED, max(size, 65_536) * _MOST_RATIO):
        raise Refused("table_suspicious")
    if any("vbaProject" in entry.filename for entry in entries):
        raise Refused("table_suspicious", "文件含宏，请另存为不含宏的 .xlsx 后重新上传")
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            with archive.open(entry) as stream:
                head = stream.read(4096)
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise Refused("table_suspicious")


def _sheets(archive: zipfile.ZipFile) -> tuple[Element, dict[str, str]]:
    """The workbook and where its visible sheets are."""
    root = _relations(archive, "_rels/.rels")
    main = next((target for kind, target in root.values() if kind.endswith("/officeDocument")), "xl/workbook.xml")
    main = main.lstrip("/")
    if not main.endswith(".xml") or main not in archive.namelist():
        raise Refused("table_unreadable")
    folder = PurePosixPath(main).parent
    relations = _relations(archive, str(folder / "_rels" / (PurePosixPath(main).name + ".rels")))
    workbook = fromstring(archive.read(main))
    paths = {}
    for node in workbook.iter():
        if node.tag.endswith("}sheet") and node.get("state", "visible") == "visible":
            kind, target = relations[node.get(_RELATION) or node.get(_STRICT_RELATION) or ""]
            if kind.endswith("/worksheet"):
                path = target.lstrip("/") if target.startswith("/") else str(folder / target)
                paths[node.get("name", "")] = path
    return workbook, paths


def _relations(archive: zipfile.ZipFile, path: str) -> dict[str, tuple[str, str]]:
    return {
        node.get("Id", ""): (node.get("Type", ""), node.get("Target", "")) for node in fromstring(archive.read(path))
    }


def _segments(stream: IO[bytes]) -> Iterator[bytes]:
    """The sheet in pieces that end before a row."""
    rest = b""
    while chunk := stream.read(1 << 20):
        rest += chunk
        prefixed = rest.rfind(b":row")
        cut = max(rest.rfind(b"<row"), rest.rfind(b"<", 0, prefixed) if prefixed > 0 else -1)
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


def _scanned(archive: zipfile.ZipFile, path: str) -> tuple[Marks, bool]:
    """The marks of a sheet, and whether it claims too many cells to be read as it is."""
    marks, rows, last, widest = Marks(), 0, 0, place(b"Z")
    with archive.open(path) as stream:
        for segment in _segments(stream):
            last = max(last, *map(int, _ROW_NUMBER.findall(segment)), 0)
            widest = max(widest, *map(place, set(_WIDE.findall(segment))), 0)
            for found in _RARE.finditer(segment):
                _note_flaw(marks, segment, found.start(), rows)
            rows += len(_ROW.findall(segment))
    return marks, max(last, rows) * (widest + 1) > _MOST_CELLS


def _note_flaw(marks: Marks, segment: bytes, at: int, rows_before: int) -> None:
    """Note the cell around a sign of trouble, if it is in trouble."""
    start = max(segment.rfind(b"<row", 0, at), segment.rfind(b"<", 0, max(segment.rfind(b":row", 0, at), 0)), 0)
    cells = list(_CELL_START.finditer(segment, start, at + 1))
    cell = _CELL.match(segment, cells[-1].start()) if cells else None
    if cell is None:
        return
    inner, named = cell[2] or b"", _PLACE.search(cell[1])
    value = _VALUE.search(inner)
    number = _ROW_NUMBER.match(segment, start)
    row = int(number[1]) if number else rows_before + len(_ROW.findall(segment, 0, at))
    spot = (int(named[2]), place(named[1])) if named else (row, len(cells) - 1)
    if _ERROR.search(cell[1]):
        marks.flaws[spot] = value[1].decode(errors="replace") if value else "#VALUE!"
    elif not (value and value[1].strip()) and not _TEXT.search(cell[1]):
        marks.flaws[spot] = ""


def _labelled_anew(marks: Marks, stream: IO[bytes]) -> Iterator[bytes]:
    row, far = 0, {}  # type: int, dict[int, int]

    def label(found: re.Match[bytes]) -> bytes:
        nonlocal row
        if not found[2]:
            row += 1
            marks.rows[row] = int(found[3])
            return found[1] + b"%d" % row
        column = place(found[2])
        if column >= _NEAR_COLUMNS:
            column = far.setdefault(column, _NEAR_COLUMNS + len(far))
            if len(far) > _MOST_FAR_COLUMNS:
                raise Refused("table_too_demanding")
        return found[1] + letters(column).encode() + b"%d" % row

    for segment in _segments(stream):
        yield re.sub(rb"<(?:\w+:)?(?:dimension|mergeCell)\b[^>]*/>", b"", _LABEL.sub(label, segment))
    marks.columns = {anew: old for old, anew in far.items()}


def _replaced(archive: zipfile.ZipFile, anew: dict[str, Marks]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
        for entry in archive.infolist():
            if entry.filename not in anew:
                copy.writestr(entry.filename, archive.read(entry))
                continue
            with archive.open(entry) as stream, copy.open(entry.filename, "w") as written:
                for piece in _labelled_anew(anew[entry.filename], stream):
                    written.write(piece)
    return out.getvalue()
