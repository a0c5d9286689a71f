"""What a text is for the linear models: its character sequences and its cues."""

import math
import re

from wording.cues import Hit

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NOISE = re.compile(r"[^\w%]+")
CUE_WEIGHT = 0.5
"""How much a cue counts beside a whole text of characters, whose length is one."""

SHORT = 24
"""A text of so few characters without pressure or purpose leaves open what is demanded."""


def characters(text: str, longest: int = 3) -> set[str]:
    """The sequences of one to `longest` characters; numbers are one sign, and a gap is a border."""
    whole = _NOISE.sub(" ", _NUMBER.sub("0", text)).strip()
    pieces = f"^{whole}$"
    return {
        pieces[at : at + size]
        for size in range(1, longest + 1)
        for at in range(len(pieces) - size + 1)
        if not pieces[at : at + size].isspace()
    }


def vector(text: str, found: list[Hit], idf: dict[str, float]) -> dict[str, float]:
    """Weighted features of a folded text: characters of length one together, cues beside them."""
    counted = {piece: idf[piece] for piece in characters(text) if piece in idf}
    length = math.sqrt(sum(weight * weight for weight in counted.values())) or 1.0
    values = {piece: weight / length for piece, weight in counted.items()}
    for hit in found:
        values[f"{'-' if hit.denied else '+'}{hit.cue.name}"] = CUE_WEIGHT
    found_kinds = {hit.cue.kind for hit in found if not hit.denied}
    for kind in sorted(found_kinds):
        values[f"?{kind}"] = CUE_WEIGHT
    if not found_kinds & {"pressure", "payer", "role"}:
        values["?calm"] = CUE_WEIGHT
    if any(hit.denied for hit in found):
        values["?denial"] = CUE_WEIGHT
    if len(text) <= SHORT and not found_kinds & {"pressure", "payer", "role", "relief"}:
        values["?vague"] = CUE_WEIGHT
    return values
