"""Finds removed boards that hang again under another name, with an addition, in a recoded village or in another place.

Only a suspicion with its reason: a person says whether it is the same board.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from servicekit.shipped import shipped_data

_WORDS = shipped_data("signage_svc", "data/board_matters.yaml")
_GENERAL = re.compile(_WORDS["general"])
_PATTERNS = tuple((matter, re.compile(pattern)) for matter, pattern in _WORDS["matters"].items())
_LONG_ENOUGH = 2
_SHARED = 0.6


class Removed(Protocol):
    """A board that was taken down: the case that a rebound opens again."""

    id: UUID
    region: str
    name: str
    fingerprint: str


class Found(Protocol):
    """A board that was counted on site."""

    region: str
    name: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Which removed board a board seems to be, and why."""

    case: UUID
    reason: str


@dataclass
class Suspects:
    """The removed boards of a township, by village. `former` names the codes that a village had before."""

    removed: Iterable[Removed]
    known: Collection[tuple[str, str]]
    """Boards that hung before the round: (village, fingerprint). What has always hung there is not a rebound."""
    listed: Collection[str] = ()
    """Fingerprints that the spec table has by name: a lawful board under another name is no rebound."""
    former: Mapping[str, Sequence[str]] = field(default_factory=dict)
    _here: dict[str, list[Removed]] = field(default_factory=lambda: defaultdict(list))
    _named: dict[str, list[Removed]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for case in self.removed:
            self._here[case.region].append(case)
            self._named[case.fingerprint].append(case)

    def of(self, board: Found) -> Suspicion | None:
        """The removed board that this one seems to be; None where nothing speaks for it."""
        if (board.region, board.fingerprint) in self.known:
            return None
        own = self._here[board.region]
        before = [case for code in self.former.get(board.region, ()) for case in self._here[code]]
        for cases, where in ((own, ""), (before, "村代码变更前")):
            for case in cases:
                if case.fingerprint == board.fingerprint:
                    return Suspicion(case.id, f"{where}已拆除的“{case.name}”同名重新悬挂")
        if board.fingerprint in self.listed:
            return None
        for cases, where in ((own, ""), (before, "村代码变更前")):
            for case in cases:
                if reason := alike(case.fingerprint, board.fingerprint):
                    return Suspicion(case.id, f"{where}已拆除“{case.name}”：{reason}")
        for case in self._named[board.fingerprint]:
            if case.region != board.region:
                return Suspicion(case.id, f"与他村已拆除的“{case.name}”同名，疑似移挂")
        return None


def alike(removed: str, found: str) -> str | None:
    """Why two names mean one board; None where they do not seem to."""
    shorter, longer = sorted((removed, found), key=len)
    if len(shorter) > _LONG_ENOUGH and shorter in longer:
        return "名称加注或缩写"
    one, other = matters(removed), matters(found)
    if one and one == other:
        return "换名，事项相同"
    core, again = core_of(removed), core_of(found)
    if min(len(core), len(again)) >= _LONG_ENOUGH and (not one or not other):
        if core in again or again in core:
            return "换名，名称主体相同"
        shared = sum(min(core.count(sign), again.count(sign)) for sign in set(core))
        if 2 * shared / (len(core) + len(again)) >= _SHARED:
            return "换名，名称主体相近"
    return None


def matters(name: str) -> frozenset[str]:
    """What a board is about, by the words of its name."""
    return frozenset(matter for matter, pattern in _PATTERNS if pattern.search(name))


def core_of(name: str) -> str:
    """A name without the words that many boards have."""
    return _GENERAL.sub("", name)
