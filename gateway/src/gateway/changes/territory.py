"""The lines of a change of regions: what lies where, and the villages below that change with their township."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.gateway import RegionLevel
from contracts.lineage import ChangeKind, ChangeSubject
from countykit.regions import county_of
from countykit.validity import ended_by, valid_on

from gateway.changes.errors import (
    ChangeShapeInvalid,
    ChangeTooWide,
    CodeTaken,
    PredecessorUnknown,
    SuccessorCodeInvalid,
    SuccessorElsewhere,
    VillagesMissing,
)
from gateway.changes.lines import Line, heads, is_new, void
from gateway.changes.schemas import ChangeDraft, ChangePart
from gateway.directory.regions import codes
from gateway.directory.regions.repository import Region

MOST_LINES = 1_500
"""One event names them all."""
_CHANGING = frozenset({RegionLevel.COUNTY, RegionLevel.TOWNSHIP, RegionLevel.VILLAGE})
_MERGING = frozenset({RegionLevel.TOWNSHIP, RegionLevel.VILLAGE})


@dataclass(frozen=True, slots=True)
class Ground:
    """What of the directory a change looks at: the regions it names with those above, and all below them."""

    known: Mapping[str, Region]
    below: Sequence[Region]


def wanted(draft: ChangeDraft) -> set[str]:
    """The codes that a draft names, and those above its successors."""
    found: set[str] = set()
    for part in (*draft.parts, *draft.villages):
        for code in filter(None, (part.predecessor, part.successor)):
            if _is_code(code):
                above = codes.parent(code, codes.level_of(code))
                found |= {code} if above is None else {code, above}
    return found


def region_lines(draft: ChangeDraft, ground: Ground, day: date) -> list[Line]:
    """All lines of a change of regions; raises what is wrong with it."""
    known = ground.known
    lines = heads(ChangeSubject.REGION, draft.kind, draft.parts, known, day)
    _require_place(draft.kind, lines, known, day)
    lines = [*lines, *_lower(draft, lines, ground, day)]
    if len(lines) > MOST_LINES:
        raise ChangeTooWide(most=MOST_LINES)
    return lines


def automatic(draft: ChangeDraft, ground: Ground) -> set[str]:
    """The codes that villages would get by themselves, to look up whether they are taken."""
    return {
        _moved(region.code, part) for part in draft.parts if part.successor is not None and _is_code(part.successor)
        for region in ground.below if _is_below(region, part.predecessor)
    }  # fmt: skip


def _require_place(kind: ChangeKind, lines: Sequence[Line], known: Mapping[str, Region], day: date) -> None:
    fresh = {line.successor for line in lines if is_new(line, known)}
    for line in lines:
        level = known[line.predecessor].level
        if level not in (_MERGING if kind in (ChangeKind.MERGE, ChangeKind.SPLIT) else _CHANGING):
            raise ChangeShapeInvalid
        if line.stays or line.successor is None:
            continue
        _require_code(line.successor, level)
        _require_near(line, level)
        if line.successor not in fresh and kind is not ChangeKind.MERGE:
            raise CodeTaken(successor=line.successor)
        if line.successor not in fresh and known[line.successor].level != level:
            raise SuccessorCodeInvalid(successor=line.successor)
        above, before = codes.parent(line.successor, level), codes.parent(line.predecessor, level)
        if kind is ChangeKind.MOVE and above == before:
            raise ChangeShapeInvalid
        _require_above(line, above, known, day)


def _require_code(code: str, level: RegionLevel) -> None:
    if not _is_code(code) or codes.level_of(code) != level:
        raise SuccessorCodeInvalid(successor=code)


def _require_near(line: Line, level: RegionLevel) -> None:
    successor = line.successor or ""
    if level == RegionLevel.COUNTY:
        near = successor[:2] == line.predecessor[:2]
    else:
        near = county_of(successor) == county_of(line.predecessor)
    if not near:
        raise SuccessorElsewhere(predecessor=line.predecessor, successor=successor)


def _require_above(line: Line, above: str | None, known: Mapping[str, Region], day: date) -> None:
    place = known.get(above or "")
    if above == line.successor:
        return
    if place is None or not valid_on(place, day):
        raise SuccessorCodeInvalid(successor=line.successor, parent=above)


def _lower(draft: ChangeDraft, lines: Sequence[Line], ground: Ground, day: date) -> list[Line]:
    """What becomes of the regions below; the explicit mapping first, then the old code below the new one."""
    stated = _stated(draft.villages, lines, ground)
    found: list[Line] = []
    for region in ground.below:
        if ended_by(region, day) or void(region):
            continue
        part = stated.get(region.code)
        heading = [line for line in lines if _is_below(region, line.predecessor) and not line.stays]
        if part is None and draft.kind is ChangeKind.SPLIT:
            if not any(line.stays for line in lines if _is_below(region, line.predecessor)):
                raise VillagesMissing(village=region.code)
            continue
        if not heading:
            continue
        code = part.successor if part and part.successor else _moved(region.code, _part(heading[0]))
        _require_code(code, region.level)
        if not any(code.startswith(_prefix(line.successor or "")) for line in heading):
            raise SuccessorCodeInvalid(successor=code)
        found.append(Line(region.code, region.name, code, (part.name if part else None) or region.name))
    _require_free([*lines, *found], len(lines), ground.known)
    if draft.kind is ChangeKind.SPLIT:
        _require_peopled(lines, found, ground)
    return found


def _stated(villages: Sequence[ChangePart], lines: Sequence[Line], ground: Ground) -> dict[str, ChangePart]:
    below = {region.code for region in ground.below}
    stated: dict[str, ChangePart] = {}
    for part in villages:
        if part.predecessor not in below:
            raise PredecessorUnknown(predecessor=part.predecessor)
        if part.successor is None or part.predecessor in stated or part.successor == part.predecessor:
            raise ChangeShapeInvalid
        stated[part.predecessor] = part
    if stated and all(line.stays for line in lines):
        raise ChangeShapeInvalid
    return stated


def _require_free(lines: Sequence[Line], heading: int, known: Mapping[str, Region]) -> None:
    seen: set[str | None] = set()
    for line in lines[heading:]:
        if line.successor in seen or not is_new(line, known):
            raise CodeTaken(predecessor=line.predecessor, successor=line.successor)
        seen.add(line.successor)


def _require_peopled(lines: Sequence[Line], found: Sequence[Line], ground: Ground) -> None:
    """A new township that is split off has villages; a village that is split has none below."""
    for line in lines:
        if line.stays or ground.known[line.predecessor].level != RegionLevel.TOWNSHIP:
            continue
        if not any((lower.successor or "").startswith(_prefix(line.successor or "")) for lower in found):
            raise VillagesMissing(successor=line.successor)


def _is_code(code: str) -> bool:
    return len(code) == codes.DIGITS[RegionLevel.VILLAGE] and code.isdecimal() and not code.startswith("00")


def _prefix(code: str) -> str:
    return code[: codes.DIGITS[codes.level_of(code)]]


def _is_below(region: Region, above: str) -> bool:
    return region.code != above and _is_code(above) and region.code.startswith(_prefix(above))


def _part(line: Line) -> ChangePart:
    return ChangePart(predecessor=line.predecessor, successor=line.successor)


def _moved(code: str, part: ChangePart) -> str:
    digits = len(_prefix(part.predecessor))
    return (part.successor or "")[:digits] + code[digits:]
