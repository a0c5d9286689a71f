"""Compares two ledgers of one township: five outcomes, each board once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Protocol

from contracts.surveys import Outcome

_ALIKE = 0.7
"""From this share of equal signs two names that are left over in one village are one board written twice."""


class Board(Protocol):
    """What is compared of an entry."""

    region: str
    name: str
    fingerprint: str
    width_mm: int
    height_mm: int

    @property
    def placement(self) -> str:
        """Outside or inside."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One board by both ledgers; a side is None where it does not know the board."""

    outcome: Outcome
    site: Board | None
    file: Board | None
    difference: str = ""


def compare(
    site: Sequence[Board], file: Sequence[Board], off_spec: Callable[[Board], str], tolerance_mm: int
) -> list[Compared]:
    """Every board of either ledger with its outcome; `off_spec` says how a board on site breaks the spec table."""
    pairs: list[tuple[Board, Board]] = []
    rest_site, rest_file = _by_key(site, file, pairs, lambda board: (board.region, board.fingerprint))
    rest_site, rest_file = _alike(rest_site, rest_file, pairs)
    rest_site, rest_file = _by_key(rest_site, rest_file, pairs, lambda board: board.fingerprint)
    compared = [_pair(one, other, off_spec, tolerance_mm) for one, other in pairs]
    compared += [Compared(Outcome.UNEXPECTED, board, None, "现场有、备案无") for board in rest_site]
    compared += [Compared(Outcome.MISSING, None, board, "备案有、现场无") for board in rest_file]
    return compared


def _by_key(
    site: Iterable[Board], file: Iterable[Board], pairs: list[tuple[Board, Board]], key: Callable[[Board], object]
) -> tuple[list[Board], list[Board]]:
    known: dict[object, list[Board]] = defaultdict(list)
    for board in file:
        known[key(board)].append(board)
    rest = []
    for board in site:
        others = known[key(board)]
        if others:
            pairs.append((board, others.pop(0)))
        else:
            rest.append(board)
    return rest, [board for boards in known.values() for board in boards]


def _alike(
    site: Iterable[Board], file: Iterable[Board], pairs: list[tuple[Board, Board]]
) -> tuple[list[Board], list[Board]]:
    """Pairs of one village whose names differ a little: a typist's 站 for 室."""
    known: dict[str, list[Board]] = defaultdict(list)
    for board in file:
        known[board.region].append(board)
    rest = []
    for board in site:
        near = [(SequenceMatcher(None, board.fingerprint, other.fingerprint).ratio(), other.name, other)
                for other in known[board.region]]  # fmt: skip
        share, _, other = max(near, key=lambda each: each[:2], default=(0.0, "", board))
        if share >= _ALIKE:
            pairs.append((board, other))
            known[board.region].remove(other)
        else:
            rest.append(board)
    return rest, [board for boards in known.values() for board in boards]


def _pair(site: Board, file: Board, off_spec: Callable[[Board], str], tolerance_mm: int) -> Compared:
    if site.region != file.region:
        return Compared(Outcome.MISPLACED, site, file, f"备案在{file.region}，现场在{site.region}")
    if str(site.placement) != str(file.placement):
        return Compared(Outcome.MISPLACED, site, file, "悬挂位置与备案不一致")
    found = []
    if site.fingerprint != file.fingerprint:
        found.append(f"名称与备案“{file.name}”不一致")
    if max(abs(site.width_mm - file.width_mm), abs(site.height_mm - file.height_mm)) > tolerance_mm:
        found.append(f"尺寸与备案 {file.width_mm}×{file.height_mm} 不一致")
    if of_table := off_spec(site):
        found.append(of_table)
    return Compared(Outcome.OFF_SPEC if found else Outcome.MATCHED, site, file, "；".join(found))
