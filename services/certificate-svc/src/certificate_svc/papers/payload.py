"""The code on the paper: what it says is signed, and read without a network.

`SB3` is a text of lines (GB 18030): SB3, number, day of issue, last day, verification code, masked holder, digest of
the text, and a line `label=value` for each fact. Of papers with `SB2` the digest leaves out the line about who checked
the facts; nothing else is different. Its bytes and the 64 bytes of the Ed25519 signature over them are
written as base32, because a QR code holds capital letters and digits in 5.5 bits each. They stand behind the `#` of the
address of the page for people: what is behind it is never sent to a server.
"""

from base64 import b32decode, b32encode
from dataclasses import dataclass
from datetime import date
from typing import Final

from servicekit.signing import Signer, verify

from certificate_svc.papers.errors import FactsTooLong
from certificate_svc.papers.paper import Fact, Paper, digest_of

_VERSION: Final = "SB3"
_VERSIONS: Final = frozenset({"SB2", _VERSION})
LAYOUT: Final = (
    "after '#': base32 without padding of the text in GB 18030 and the 64 bytes of the Ed25519 signature over it; the "
    "text's lines are SB3, number, day of issue, last day, verification code, masked holder, digest, label=value …; "
    "the digest of older papers, SB2, leaves out the line 核实方式"
)
_SIGNATURE_BYTES = 64
# With the signature and the address this is a symbol of 89 modules at most: 40 mm at 200 dpi leave three dots for each.
_TEXT_BYTES = 360
VERIFY_PAGE: Final = "/verify"
"""Where the dashboard shows to anybody what a certificate's code proves."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a genuine code says."""

    number: str
    issued_on: str
    valid_until: str
    code: str
    holder: str
    digest: str
    facts: list[Fact]


def text_of(paper: Paper, *, number: str, issued_on: date, code: str, holder: str) -> str:
    """The text that is signed; raises FactsTooLong."""
    head = [
        _VERSION, number, issued_on.isoformat(), paper.valid_until.isoformat(), code, holder,
        digest_of(paper.lines(number, issued_on)),
    ]  # fmt: skip
    text = "\n".join(head + [f"{fact.label}={fact.value}" for fact in paper.facts])
    if len(text.encode("gb18030")) > _TEXT_BYTES:
        raise FactsTooLong
    return text


def signed(text: str, code: str, signer: Signer, public_url: str | None) -> str:
    """What the QR code holds: the page's address with the verification code, and behind `#` the signed text."""
    raw = text.encode("gb18030")
    blob = b32encode(raw + signer.signature(raw)).decode().rstrip("=")
    return f"{public_url or ''}{VERIFY_PAGE}/{code}#{blob}"


def read(payload: str, keys: list[str]) -> Read | None:
    """What the code says, if one of the keys signed it; None for everything else."""
    blob = payload.rpartition("#")[2].strip().upper()
    try:
        raw = b32decode(blob + "=" * (-len(blob) % 8))
        text, signature = raw[:-_SIGNATURE_BYTES], raw[-_SIGNATURE_BYTES:]
        if not any(verify(key, text, signature) for key in keys):
            return None
        version, number, issued_on, valid_until, code, holder, digest, *facts = text.decode("gb18030").split("\n")
    except ValueError:
        return None
    if version not in _VERSIONS:
        return None
    pairs = [line.partition("=") for line in facts]
    read_facts = [Fact(label=label, value=value) for label, _, value in pairs]
    return Read(number, issued_on, valid_until, code, holder, digest, read_facts)
