"""Lots: what a draw commits to before anybody can know its result, and how villages and people follow from it.

A draw is bound twice. Before, the commitment: SHA-256 of the frame and a secret, so that neither can be changed later.
Afterwards, a public number that nobody could know at that time: the seed is SHA-256 of secret and number, so that who
had the secret alone could not foresee the villages. `examples/recompute_draw.py` does all of it again in 30 lines.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, TypedDict

ALGORITHM: Final = "songbang-draw-2"
"""The name of these rules within a frame; other rules get another name."""


class Person(TypedDict):
    """Somebody who may be drawn: a number within the draw, the body, and the townships where they must not look."""

    number: int
    body: str
    avoid: list[str]


class Frame(TypedDict):
    """All that a result follows from, beside the seed. Days are ISO 8601, regions and bodies are codes."""

    algorithm: Literal["songbang-draw-2"]
    county: str
    per_stratum: int
    team_size: int
    strata: dict[str, list[str]]
    left_out: dict[str, str]
    people: list[Person]
    cool_down_days: int
    yearly_cap: int
    public_source: str
    public_on: str
    visit_from: str
    visit_until: str


def text_of(frame: Mapping[str, Any]) -> str:
    """The one text of a frame that is committed to and published byte for byte."""
    return json.dumps(frame, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def commitment(frame_text: str, secret: str) -> str:
    """What is published before: it binds frame and secret, and tells nothing of either."""
    return _sha256(f"{frame_text}\n{secret}")


def digits(public_value: str) -> str:
    """A public number as it enters the seed: its digits alone, however it is written."""
    return re.sub(r"[^0-9]", "", public_value)


def seed(secret: str, public_value: str) -> str:
    """The seed of a draw. Half of it was bound before, half was nobody's to know."""
    return _sha256(f"{secret}/{digits(public_value)}")


def villages(seed: str, strata: Mapping[str, Iterable[str]], per_stratum: int) -> list[str]:
    """The drawn villages: of each stratum those with the smallest SHA-256 of `seed/code`."""
    return [
        village
        for stratum in sorted(strata)
        for village in sorted(strata[stratum], key=lambda code: _sha256(f"{seed}/{code}"))[:per_stratum]
    ]


def team(seed: str, stratum: str, people: Iterable[Person], size: int) -> list[int]:
    """The numbers of those who go to a stratum: smallest SHA-256 of `seed/stratum/number` first, one of each body.

    Fewer than `size` if there are not so many bodies without a conflict.
    """
    chosen: dict[str, int] = {}
    for person in sorted(people, key=lambda one: _sha256(f"{seed}/{stratum}/{one['number']}")):
        if stratum not in person["avoid"] and len(chosen) < size:
            chosen.setdefault(person["body"], person["number"])
    return list(chosen.values())


def fits(frame: Frame) -> bool:
    """Whether every stratum can get a whole team of different bodies."""
    return all(
        len({person["body"] for person in frame["people"] if stratum not in person["avoid"]}) >= frame["team_size"]
        for stratum in frame["strata"]
    )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
