"""Checks a certificate without a network and without this product: only Python and the package `cryptography`.

    python verify_certificate.py KEYS.json 'what the QR code says' [TEXT.txt]

KEYS.json is what `GET /api/certificate/v1/public-key` answers. TEXT.txt is the text typed from the paper: number,
title, paragraphs, remark, 核实方式 (but for SB2), issuer, day, purpose, demander, last day; blanks and line ends do not
matter. Ends with 0 if the code is genuine and in its time, and a given text the one that was issued; else with 1.
"""

import hashlib
import json
import sys
import unicodedata
from base64 import b32decode, b32encode, b64decode
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

HEAD = ("layout", "number", "issued on", "valid until", "code", "holder", "digest")


def signed_text(payload: str, keys: list[str]) -> list[str] | None:
    """The lines that one of the keys signed, else None."""
    blob = payload.rpartition("#")[2].strip().upper()
    try:
        raw = b32decode(blob + "=" * (-len(blob) % 8))
    except ValueError:
        return None
    for key in keys:
        try:
            Ed25519PublicKey.from_public_bytes(b64decode(key)).verify(raw[-64:], raw[:-64])
        except InvalidSignature:
            continue
        return raw[:-64].decode("gb18030").split("\n")
    return None


def main(keys_file: str, payload: str, text_file: str = "") -> str:
    """Say what the code proves; what is wrong with it, if anything, is returned."""
    published = json.loads(Path(keys_file).read_text("utf-8"))
    lines = signed_text(payload, [published["public_key"], *published["previous"]])
    if lines is None or lines[0] not in {"SB2", "SB3"}:
        return "not genuine"
    print(*(f"{name}: {value}" for name, value in zip(HEAD, lines, strict=False)), *lines[len(HEAD) :], sep="\n")
    today = (datetime.now(UTC) + timedelta(hours=8)).date().isoformat()  # the day in China
    if text_file:
        plain = "".join(unicodedata.normalize("NFKC", Path(text_file).read_text("utf-8")).split())
        if b32encode(hashlib.sha256(plain.encode()).digest()[:16]).decode().rstrip("=") != lines[6]:
            return "genuine code, but another text"
    if today < lines[2]:
        return "genuine, but the clock is before its day of issue: set the clock"
    return "genuine, but out of date" if lines[3] < today else ""


if __name__ == "__main__":
    problem = main(*sys.argv[1:])
    print(problem or "genuine")
    sys.exit(bool(problem))
