"""The process that lays out PDFs: `python -m servicekit.printing.pdf MEGABYTES SECONDS`.

A request is one JSON object (`files`, `data`, `fonts`), an answer one line of JSON and then the document. A sign that
no font has is reported: PDF/UA refuses it, because a name with an empty box in it is nobody's name. To read the fonts
and set the first page takes ten times as long as another page, so the process is kept.
"""

import json
from base64 import b64decode
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from servicekit.kept_process import answer_all
from servicekit.printing.missing import sign_in
from servicekit.printing.symbols import qr_code


def answer(request: bytes) -> bytes:
    """One document."""
    wanted = json.loads(request)
    files = {name: b64decode(content) for name, content in wanted["files"].items() if name.endswith(".typ")}
    try:
        head, body = {}, laid_out(files, wanted["data"], _fonts(*map(_as_it_is, wanted["fonts"])))
    except typst.TypstError as error:
        missing = sign_in(error)
        if missing is None:
            raise
        head, body = {"missing": missing}, b""
    return json.dumps(head).encode() + b"\n" + body


def _as_it_is(folder: str) -> tuple[str, int]:
    """A folder and when it was changed last: a font that was added is used from the next page on."""
    return folder, Path(folder).stat().st_mtime_ns


@lru_cache(maxsize=1)
def _fonts(*folders: tuple[str, int]) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[folder for folder, _ in folders])


def laid_out(files: dict[str, bytes], data: dict[str, Any], fonts: typst.Fonts) -> bytes:
    """The PDF, tagged for readers of screens; the same bytes for the same data."""
    if "leads_to" in data:
        data["qr"] = qr_code(data["leads_to"])
    made: bytes = typst.compile(  # type: ignore[call-overload] # the stubs know no sources in memory
        {"main": files.pop("main.typ"), **files},
        font_paths=fonts, format="pdf", pdf_standards="ua-1", timestamp=0,
        sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
    )  # fmt: skip
    return made


if __name__ == "__main__":
    answer_all(answer)
