"""The process that fills one DOCX and ends: `python -m servicekit.printing.docx MEGABYTES SECONDS`.

It takes one JSON object on its input (`files`, `data`) and writes one line of JSON and then the document.
"""

import io
import json
import sys
from base64 import b64decode
from typing import Any

import segno
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage

from servicekit.process_limits import limit_this_process


def main() -> None:
    """Limit this process, fill in, answer."""
    limit_this_process()
    request = json.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(b"{}\n" + filled(b64decode(request["files"]["main.docx"]), request["data"]))


def filled(content: bytes, data: dict[str, Any]) -> bytes:
    """The template with its places filled; text stays text, whatever signs it holds."""
    template, code, out = DocxTemplate(io.BytesIO(content)), io.BytesIO(), io.BytesIO()
    segno.make(data["leads_to"], error="m", micro=False).save(code, kind="png", scale=8, border=0)
    template.render({**data, "qr": InlineImage(template, code, width=Mm(20))}, autoescape=True)
    template.save(out)
    return out.getvalue()


if __name__ == "__main__":
    main()
