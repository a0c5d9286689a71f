"""What the reader of XLS does not tell: error values and whether days count from 1904 (MS-XLS 2.4)."""

import io
import struct
from collections.abc import Iterator

import olefile

from servicekit.sheets.openxml import Marks
from servicekit.sheets.wanted import Refused

_FORMULA, _BOOLERR, _BOF, _EOF, _BOUNDSHEET, _DATEMODE = 0x0006, 0x0205, 0x0809, 0x000A, 0x0085, 0x0022
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def inspected(content: bytes) -> tuple[list[Marks], bool]:
    """The marks of all sheets in their order, and whether days count from 1904; raises Refused."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as file:
            if file.exists("EncryptedPackage"):
                raise Refused("table_protected")
            name = next((name for name in ("Workbook", "Book") if file.exists(name)), None)
            if name is None:
                raise Refused("table_unreadable")
            stream = file.openstream(name).read()
        sheets, from_1904 = [], False
        for kind, body in _records(stream, 0):
            if kind == _BOUNDSHEET:
                sheets.append(_marks(stream, struct.unpack_from("<I", body)[0]))
            elif kind == _DATEMODE:
                from_1904 = body[:1] == b"\x01"
    except (OSError, struct.error, IndexError, ValueError, TypeError, AttributeError) as error:
        raise Refused("table_unreadable") from error
    return sheets, from_1904


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream; charts within a sheet are substreams of their own."""
    depth = 0
    while start + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, start)
        depth += (kind == _BOF) - (kind == _EOF)
        yield kind, stream[start + 4 : start + 4 + size]
        if depth <= 0:
            return
        start += 4 + size


def _marks(stream: bytes, start: int) -> Marks:
    marks = Marks()
    for kind, body in _records(stream, start):
        error = None
        if kind == _BOOLERR and body[7]:
            error = body[6]
        elif kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
            error = body[8]
        if error is not None:
            row, column = struct.unpack_from("<HH", body)
            marks.flaws[row + 1, column] = _ERRORS.get(error, "#VALUE!")
    return marks
