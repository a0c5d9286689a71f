"""The code on a pass: what it says is signed.

A text of lines: SBP1, code, plan number, body, village, day, number of people. Its UTF-8 bytes and the 64 bytes of the
Ed25519 signature over them stand as base32 behind the `#` of an address: what is behind it is never sent to a server by
a browser that opens it. A village sends the whole, or types the code.
"""

import re
from base64 import b32decode, b32encode
from collections.abc import Sequence

from servicekit.signing import Signer, verify

from supervision_svc.passes.models import VisitPass

_VERSION = "SBP1"
_SIGNATURE_BYTES = 64
_CODE = re.compile(r"[A-Z2-7]{16}")
PAGE = "/v"
"""The village's page."""


def text_of(row: VisitPass) -> str:
    """What is signed."""
    lines = (_VERSION, row.code, row.number, row.department, row.region, row.visit_on.isoformat(), str(row.team_size))
    return "\n".join(lines)


def shown(row: VisitPass, signer: Signer, public_url: str | None) -> str:
    """What the QR code holds; the signature is deterministic, so that copies are alike."""
    raw = row.text.encode()
    return f"{public_url or ''}{PAGE}#{b32encode(raw + signer.signature(raw)).decode().rstrip('=')}"


def typed_code(written: str) -> str | None:
    """The code that somebody typed, in any spelling of its letters; None for anything else."""
    code = re.sub(r"[\s\-—]", "", written).upper().replace("0", "O").replace("1", "I").replace("8", "B")
    return code if _CODE.fullmatch(code) else None


def read(written: str, keys: Sequence[str]) -> tuple[str, bool] | None:
    """The code that a scanned text names, and whether one of our keys signed it; None if it is no such text."""
    blob = written.rpartition("#")[2].strip().upper()
    try:
        raw = b32decode(blob + "=" * (-len(blob) % 8))
        text, signature = raw[:-_SIGNATURE_BYTES], raw[-_SIGNATURE_BYTES:]
        version, code, *_ = text.decode().split("\n")
    except ValueError:
        return None
    if version != _VERSION or not code:
        return None
    return code, any(verify(key, text, signature) for key in keys)
