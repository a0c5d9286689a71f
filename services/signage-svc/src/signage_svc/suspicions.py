"""Finds removed boards that hang again under another name, with an addition, in a recoded village or in another place.

Only a suspicion with its reason: a person says whether it is the same board.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
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


class Villages(Protocol):
    """The ledgers of some villages: what hangs and what was taken down, counted where it is now."""

    @property
    def villages(self) -> Mapping[str, Sequence[Any]]:
        """All entries, by village."""

    def now(self, region: str) -> str:
        """The present code of a village."""

    def removed_in(self, village: str) -> Sequence[Removed]:
        """The boards that were taken down in a village: one case for each."""


@dataclass
class Suspects:
    """The removed boards of some villages. `now` says under which code a village goes on."""

    removed: Iterable[Removed]
    known: Collection[tuple[str, str]]
    """Boards that hung before: (village, fingerprint). What has always hung there is not a rebound."""
    listed: Collection[str] = ()
    """Fingerprints that the spec table has by name: a lawful board under another name is no rebound."""
    now: Callable[[str], str] = str
    _here: dict[str, list[Removed]] = field(default_factory=lambda: defaultdict(list))
    _named: dict[str, list[Removed]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for case in self.removed:
            self._here[self.now(case.region)].append(case)
            self._named[case.fingerprint].append(case)

    @classmethod
    def of_ledger(cls, ledger: Villages, listed: Collection[str]) -> "Suspects":
        """What the ledgers of some villages say, under all codes that these have had."""
        known = {
            (village, plaque.fingerprint)
            for village, plaques in ledger.villages.items() for plaque in plaques if plaque.hangs
        }  # fmt: skip
        removed = [case for village in list(ledger.villages) for case in ledger.removed_in(village)]
        return cls(removed, known, listed, ledger.now)

    def of(self, board: Found) -> Suspicion | None:
        """The removed board that this one seems to be; None where nothing speaks for it."""
        village = self.now(board.region)
        if (village, board.fingerprint) in self.known:
            return None
        own = sorted(self._here[village], key=lambda case: case.region != board.region)
        for case in own:
            if case.fingerprint == board.fingerprint:
                return Suspicion(case.id, f"{_before(case, board)}已拆除的“{case.name}”同名重新悬挂")
        if board.fingerprint in self.listed:
            return None
        for case in own:
            if reason := alike(case.fingerprint, board.fingerprint):
                return Suspicion(case.id, f"{_before(case, board)}已拆除“{case.name}”：{reason}")
        for case in self._named[board.fingerprint]:
            if self.now(case.region) != village:
                return Suspicion(case.id, f"与他村已拆除的“{case.name}”同名，疑似移挂")
        return None


def _before(case: Removed, board: Found) -> str:
    return "" if case.region == board.region else "村代码变更前"


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
