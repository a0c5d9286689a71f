"""Fills a template in another process: a page that never ends or is too large ends with it."""

import json
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from contracts.titles import TitledEnum

from servicekit.kept_workers import KeptWorker
from servicekit.printing.errors import GlyphMissing, PrintingUnavailable
from servicekit.printing.fonts import folders
from servicekit.printing.templates import Template
from servicekit.workers import WorkerFailed, Workers

PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Format(TitledEnum, name="document_format", title_zh="文书格式"):
    """As what a document is given."""

    PDF = "pdf", "PDF（打印）"
    DOCX = "docx", "Word 文档（编辑）"

    @property
    def media_type(self) -> str:
        """Its media type."""
        return PDF if self is Format.PDF else DOCX


_workers: Mapping[Format, KeptWorker | Workers] = {
    Format.PDF: KeptWorker("servicekit.printing.pdf", megabytes=1536, cpu_seconds=20, wall_seconds=60),
    Format.DOCX: Workers("servicekit.printing.docx", megabytes=512, cpu_seconds=20, wall_seconds=60, at_once=1),
}


async def render(
    template: Template, data: Mapping[str, Any], format: Format, fonts: Path | None = None
) -> bytes:  # fmt: skip
    """The document. `fonts` is a folder of further fonts, which come first.

    Raises PrintingUnavailable and GlyphMissing.
    """
    source = {name: b64encode(content).decode() for name, content in template.content.items()}
    request = {"files": source, "data": data, "fonts": folders(fonts)}
    try:
        answer = await _workers[format].run(json.dumps(request, ensure_ascii=False).encode())
    except WorkerFailed as error:
        raise PrintingUnavailable from error
    head, _, made = answer.partition(b"\n")
    if missing := json.loads(head).get("missing"):
        raise GlyphMissing.of(missing)
    return made
