"""What the reader of ODS does not tell: error values, formulas nobody calculated, merged cells (ODF 1.3, 9.1)."""

import io
import zipfile
from xml.parsers import expat

from servicekit.sheets.openxml import Marks
from servicekit.sheets.wanted import Refused

_MOST_UNPACKED = 200 * 1024 * 1024
_ERROR_TEXTS = ("#", "Err:")


def inspected(content: bytes) -> dict[str, Marks]:
    """The marks of all sheets by name; raises Refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.getinfo("content.xml").file_size > min(_MOST_UNPACKED, max(len(content), 65_536) * 100):
                raise Refused("table_suspicious")
            scan = _Scan()
            with archive.open("content.xml") as stream:
                scan.parser.ParseFile(stream)
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        raise Refused("table_unreadable") from error
    except expat.ExpatError as error:
        raise Refused("table_suspicious") from error
    return scan.sheets


class _Scan:
    """Follows the cells of the document; what is repeated counts as often as it says."""

    def __init__(self) -> None:
        self.sheets: dict[str, Marks] = {}
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.EntityDeclHandler = self._entity
        self._marks = Marks()
        self._row = self._column = 0
        self._repeated = 1
        self._cell: dict[str, str] | None = None
        self._shown = ""

    def _start(self, name: str, values: dict[str, str]) -> None:
        if name == "table:table":
            self._marks = self.sheets.setdefault(values.get("table:name", ""), Marks())
            self._row = 0
        elif name == "table:table-row":
            self._column, self._repeated = 0, int(values.get("table:number-rows-repeated", 1))
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._cell, self._shown = values, ""

    def _characters(self, text: str) -> None:
        if self._cell is not None and len(self._shown) < 20:
            self._shown += text

    def _end(self, name: str) -> None:
        if name == "table:table-row":
            self._row += self._repeated
        elif name in ("table:table-cell", "table:covered-table-cell") and self._cell is not None:
            self._note(self._cell)
            self._column += int(self._cell.get("table:number-columns-repeated", 1))
            self._cell = None

    def _note(self, cell: dict[str, str]) -> None:
        spot = (self._row + 1, self._column)
        calculated = "table:formula" in cell
        if cell.get("calcext:value-type") == "error" or (calculated and self._shown.startswith(_ERROR_TEXTS)):
            self._marks.flaws[spot] = self._shown or "#VALUE!"
        elif calculated and "office:value-type" not in cell:
            self._marks.flaws[spot] = ""
        tall = int(cell.get("table:number-rows-spanned", 1))
        if tall > 1:
            self._marks.merged.append((self._row + 1, self._row + tall, self._column))

    def _entity(self, *_: object) -> None:
        raise Refused("table_suspicious")
