"""What a file is, by its content and never by its name. Nothing here imports the web framework or the database."""

import io
import re
import zipfile
from typing import Final

JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
WEBP: Final = "image/webp"
PDF: Final = "application/pdf"
OFD: Final = "application/ofd"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

PICTURES = frozenset({JPEG, PNG, WEBP})
ENDINGS = {JPEG: "jpg", PNG: "png", WEBP: "webp", PDF: "pdf", OFD: "ofd", DOCX: "docx", XLSX: "xlsx"}
"""The accepted media types, each with the ending that its files get. OFD is GB/T 33190."""

_MOST_MEMBERS = 10_000
_ACTIVE_PARTS = re.compile(r"(?i)vbaproject\.bin$|\.(?:exe|js|vbs|scr|dll)$|/embeddings/.*\.bin$|/activex/")
"""Macros, programs, and objects of other programs (OLE). A table behind a diagram is a package that may stay."""
_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "OFD.xml": OFD}
_HEIF = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heif")


class Refused(Exception):
    """The file is not accepted; `code` is that of a refusal in `attachments.errors`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def media_type(content: bytes) -> str:
    """The media type of an accepted file; raises Refused."""
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF:
        raise Refused("attachment_heic")
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return _of_package(content)
    raise Refused("attachment_type")


def _of_package(content: bytes) -> str:
    """The kind of a ZIP package, by the part that it must have; only the directory of the package is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refused("attachment_unreadable") from error
    if len(names) > _MOST_MEMBERS:
        raise Refused("attachment_unreadable")
    if any(map(_ACTIVE_PARTS.search, names)):
        raise Refused("attachment_active")
    for part, kind in _PARTS.items():
        if part in names:
            return kind
    raise Refused("attachment_type")
