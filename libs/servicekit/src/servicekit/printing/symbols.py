"""The QR code on a document."""

import io
import re

import segno
from segno.consts import MODE_ALPHANUMERIC, MODE_BYTE

_ALPHANUMERIC = re.compile("[A-Z0-9]+")
_ANY_MASK = 0


def qr_code(text: str) -> str:
    """A QR code as SVG, readable with a seventh of it covered (ISO/IEC 18004, level M).

    What stands behind `#` is written in 5.5 bits a sign, where it has capital letters and digits only. Signed text is
    as good as random, and so under any mask: to weigh all eight took more time than the page around it.
    """
    out = io.BytesIO()
    address, hash, signed = text.partition("#")
    if _ALPHANUMERIC.fullmatch(signed):
        parts = [(address + hash, MODE_BYTE), (signed, MODE_ALPHANUMERIC)]
        made = segno.make(parts, error="m", micro=False, mask=_ANY_MASK)  # type: ignore[arg-type] # the stubs know no parts
    else:
        made = segno.make(text, error="m", micro=False)
    made.save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue().decode()
