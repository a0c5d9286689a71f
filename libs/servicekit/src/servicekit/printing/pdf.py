"""The process that lays out one PDF and ends: `python -m servicekit.printing.pdf MEGABYTES SECONDS`.

It takes one JSON object on its input (`files`, `data`, `fonts`) and writes one line of JSON and then the document. A
sign that no font has is reported: PDF/UA refuses it, because a name with an empty box in it is nobody's name.
"""

import io
import json
import re
import sys
from base64 import b64decode
from typing import Any

import segno
import typst
from segno.consts import MODE_ALPHANUMERIC, MODE_BYTE

from servicekit.process_limits import limit_this_process

_ALPHANUMERIC = re.compile("[A-Z0-9]+")
_MISSING = re.compile('the text `"(.+?)"` could not be displayed')


def main() -> None:
    """Limit this process, lay out, answer."""
    limit_this_process()
    request = json.loads(sys.stdin.buffer.read())
    files = {name: b64decode(content) for name, content in request["files"].items() if name.endswith(".typ")}
    try:
        head, body = {}, laid_out(files, request["data"], request["fonts"])
    except typst.TypstError as error:
        missing = _MISSING.search(str(error))
        if missing is None:
            raise
        head, body = {"missing": missing[1]}, b""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)


def laid_out(files: dict[str, bytes], data: dict[str, Any], fonts: list[str]) -> bytes:
    """The PDF, tagged for readers of screens; the same bytes for the same data."""
    whole = {**data, "qr": qr_code(data["leads_to"])}
    made: bytes = typst.compile(  # type: ignore[call-overload] # the stubs know no sources in memory
        {"main": files.pop("main.typ"), **files},
        font_paths=fonts, ignore_system_fonts=True, format="pdf", pdf_standards="ua-1", timestamp=0,
        sys_inputs={"document": json.dumps(whole, ensure_ascii=False)},
    )  # fmt: skip
    return made


def qr_code(text: str) -> str:
    """A QR code as SVG, readable with a seventh of it covered (ISO/IEC 18004, level M).

    What stands behind `#` is written in 5.5 bits a sign, where it has capital letters and digits only.
    """
    out = io.BytesIO()
    address, hash, signed = text.partition("#")
    parts = [(address + hash, MODE_BYTE), (signed, MODE_ALPHANUMERIC)] if _ALPHANUMERIC.fullmatch(signed) else text
    made = segno.make(parts, error="m", micro=False)  # type: ignore[arg-type] # the stubs know no parts
    made.save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue().decode()


if __name__ == "__main__":
    main()
