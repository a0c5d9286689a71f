"""The lines of a change: who takes over from whom. Pure: the directory is given, and every refusal is raised here."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from contracts.lineage import ChangeKind, ChangeSubject, Succession

from gateway.changes.errors import (
    ChangeShapeInvalid,
    PredecessorUnknown,
    SharesWrong,
    SuccessionCycle,
    SuccessorEnded,
    ValiditiesOverlap,
)
from gateway.changes.schemas import ChangePart

CONTINUING = frozenset({ChangeKind.MOVE, ChangeKind.RECODE, ChangeKind.UPGRADE})
KINDS = {
    ChangeSubject.REGION: frozenset(ChangeKind) - {ChangeKind.ABOLITION},
    ChangeSubject.DEPARTMENT: frozenset(ChangeKind) - {ChangeKind.MOVE, ChangeKind.UPGRADE},
}


class Known(Protocol):
    """A region or body of the directory, as far as a change looks at it."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def name(self) -> str:
        """Its present name."""

    @property
    def valid_to(self) -> date | None:
        """The first day on which it is no more."""


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one code. A line to itself is what goes on under it, perhaps with another name."""

    predecessor: str
    predecessor_name: str
    successor: str | None
    successor_name: str | None
    share: int = 100
    takes_over: bool = True
    continues: bool = True

    @property
    def stays(self) -> bool:
        """Whether the code stays as it is."""
        return self.successor == self.predecessor

    @property
    def succession(self) -> Succession:
        """As the event says it."""
        return Succession(
            predecessor=self.predecessor, successor=self.successor, share=self.share, takes_over=self.takes_over,
            continues=self.continues,
        )  # fmt: skip


def void(row: Known) -> bool:
    """Whether it was registered by a change that was undone, and has not been there a single day."""
    first: date | None = getattr(row, "valid_from", None)
    return row.valid_to is not None and first is not None and row.valid_to <= first


def heads(
    subject: ChangeSubject, kind: ChangeKind, parts: Sequence[ChangePart], known: Mapping[str, Known], day: date
) -> list[Line]:
    """The lines of what was drafted, without what lies below. Raises what is wrong with the parts."""
    if kind not in KINDS[subject]:
        raise ChangeShapeInvalid
    _require_there(parts, known, day)
    _require_no_cycle(parts)
    _require_whole(parts)
    lines = _BY_KIND[kind](parts, known)
    for line in lines:
        taken = known.get(line.successor or "")
        if not line.stays and taken is not None and not void(taken) and _over(taken, day):
            raise SuccessorEnded(successor=taken.code, ended_on=taken.valid_to)
    # A body answers for what those it absorbed have demanded; a township is not burdened with another's past.
    absorbs = kind in (ChangeKind.MERGE, ChangeKind.ABOLITION) and subject is ChangeSubject.DEPARTMENT
    return [_with(line, continues=True) if absorbs and line.successor else line for line in lines]


def is_new(line: Line, known: Mapping[str, Known]) -> bool:
    """Whether the successor is still to be registered."""
    return line.successor is not None and (line.successor not in known or void(known[line.successor]))


def ending(lines: Collection[Line]) -> set[str]:
    """The codes that end by a change."""
    return {line.predecessor for line in lines} - {line.predecessor for line in lines if line.stays}


def _over(row: Known, day: date) -> bool:
    first: date | None = getattr(row, "valid_from", None)
    return (row.valid_to is not None and row.valid_to <= day) or (first is not None and first > day)


def _require_there(parts: Sequence[ChangePart], known: Mapping[str, Known], day: date) -> None:
    for part in parts:
        row = known.get(part.predecessor)
        if row is None:
            raise PredecessorUnknown(predecessor=part.predecessor)
        first: date | None = getattr(row, "valid_from", None)
        if (row.valid_to is not None and row.valid_to <= day) or (first is not None and first >= day):
            raise ValiditiesOverlap(
                predecessor=row.code, valid_from=getattr(row, "valid_from", None), ended_on=row.valid_to
            )  # fmt: skip


def _require_no_cycle(parts: Sequence[ChangePart]) -> None:
    following: dict[str, set[str]] = {}
    for part in parts:
        if part.successor is not None and part.successor != part.predecessor:
            following.setdefault(part.predecessor, set()).add(part.successor)
    for start, first in following.items():
        seen, ahead = set[str](), set(first)
        while ahead:
            code = ahead.pop()
            if code == start:
                raise SuccessionCycle(predecessor=start)
            seen.add(code)
            ahead |= following.get(code, set()) - seen


def _require_whole(parts: Sequence[ChangePart]) -> None:
    shares = Counter[str]()
    for part in parts:
        shares[part.predecessor] += part.share
    for code, total in shares.items():
        if total != 100:
            raise SharesWrong(predecessor=code, total=total)


def _renamed(parts: Sequence[ChangePart], known: Mapping[str, Known]) -> list[Line]:
    return [_rename(part, known) for part in parts]


def _rename(part: ChangePart, known: Mapping[str, Known]) -> Line:
    name = known[part.predecessor].name
    if part.successor not in (None, part.predecessor) or part.name in (None, name):
        raise ChangeShapeInvalid
    return Line(part.predecessor, name, part.predecessor, part.name)


def _renumbered(parts: Sequence[ChangePart], known: Mapping[str, Known]) -> list[Line]:
    lines = []
    for part in parts:
        if part.successor in (None, part.predecessor):
            raise ChangeShapeInvalid
        name = known[part.predecessor].name
        lines.append(Line(part.predecessor, name, part.successor, part.name or name))
    _require_distinct(lines)
    return lines


def _upgraded(parts: Sequence[ChangePart], known: Mapping[str, Known]) -> list[Line]:
    lines = []
    for part in parts:
        name = known[part.predecessor].name
        if part.name in (None, name):
            raise ChangeShapeInvalid
        lines.append(Line(part.predecessor, name, part.successor or part.predecessor, part.name))
    _require_distinct(lines)
    return lines


def _merged(parts: Sequence[ChangePart], known: Mapping[str, Known]) -> list[Line]:
    successor = parts[0].successor
    names = {part.name for part in parts if part.name is not None}
    if successor is None or any(part.successor != successor for part in parts) or len(names) > 1:
        raise ChangeShapeInvalid
    if any(part.predecessor == successor for part in parts):
        raise ChangeShapeInvalid
    present = known.get(successor)
    if present is not None and not void(present):
        name, fits = present.name, names <= {present.name}
    else:
        name, fits = next(iter(names), ""), len(parts) > 1 and bool(names)
    if not fits:
        raise ChangeShapeInvalid
    return [
        Line(part.predecessor, known[part.predecessor].name, successor, name, continues=False) for part in parts
    ]  # fmt: skip


def _split(parts: Sequence[ChangePart], known: Mapping[str, Known]) -> list[Line]:
    source = parts[0].predecessor
    if len(parts) == 1 or any(part.predecessor != source or part.successor is None for part in parts):
        raise ChangeShapeInvalid
    largest = max(parts, key=lambda part: (part.successor == source, part.share))
    lines = []
    for part in parts:
        stays = part.successor == source
        if not stays and part.name is None:
            raise ChangeShapeInvalid
        lines.append(Line(
            source, known[source].name, part.successor, part.name or known[source].name, part.share,
            takes_over=part is largest, continues=stays,
        ))  # fmt: skip
    _require_distinct(lines)
    return lines


def _abolished(parts: Sequence[ChangePart], known: Mapping[str, Known]) -> list[Line]:
    return [
        line for part in parts for line in (
            _merged([part], known) if part.successor is not None
            else [Line(part.predecessor, known[part.predecessor].name, None, None, takes_over=False, continues=False)]
        )
    ]  # fmt: skip


def _require_distinct(lines: Sequence[Line]) -> None:
    if len({line.successor for line in lines}) < len(lines):
        raise ChangeShapeInvalid


def _with(line: Line, *, continues: bool) -> Line:
    return Line(
        line.predecessor, line.predecessor_name, line.successor, line.successor_name, line.share, line.takes_over,
        continues,
    )  # fmt: skip


_BY_KIND: dict[ChangeKind, Callable[[Sequence[ChangePart], Mapping[str, Known]], list[Line]]] = {
    ChangeKind.MERGE: _merged,
    ChangeKind.SPLIT: _split,
    ChangeKind.MOVE: _renumbered,
    ChangeKind.RENAME: _renamed,
    ChangeKind.RECODE: _renumbered,
    ChangeKind.UPGRADE: _upgraded,
    ChangeKind.ABOLITION: _abolished,
}
