"""The process that lays out one PDF and ends: `python -m servicekit.printing.pdf MEGABYTES SECONDS`.

It takes one JSON object on its input (`files`, `data`, `fonts`) and writes one line of JSON and then the document. A
sign that no font has is reported: PDF/UA refuses it, because a name with an empty box in it is nobody's name.
"""

import json
import sys
from base64 import b64decode
from typing import Any

import typst

from servicekit.printing.missing import sign_in
from servicekit.process_limits import limit_this_process


def main() -> None:
    """Limit this process, lay out, answer."""
    limit_this_process()
    request = json.loads(sys.stdin.buffer.read())
    files = {name: b64decode(content) for name, content in request["files"].items() if name.endswith(".typ")}
    try:
        head, body = {}, laid_out(files, request["data"], request["fonts"])
    except typst.TypstError as error:
        missing = sign_in(error)
        if missing is None:
            raise
        head, body = {"missing": missing}, b""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)


def laid_out(files: dict[str, bytes], data: dict[str, Any], fonts: list[str]) -> bytes:
    """The PDF, tagged for readers of screens; the same bytes for the same data."""
    made: bytes = typst.compile(  # type: ignore[call-overload] # the stubs know no sources in memory
        {"main": files.pop("main.typ"), **files},
        font_paths=fonts, ignore_system_fonts=True, format="pdf", pdf_standards="ua-1", timestamp=0,
        sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
    )  # fmt: skip
    return made


if __name__ == "__main__":
    main()
