"""Finds what can be consolidated: forms about the same object, or with the same columns; the greatest gain first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from contracts.report import Frequency

from report_svc.consolidation.composing import compose
from report_svc.consolidation.desk import Desk
from report_svc.consolidation.errors import NothingToConsolidate
from report_svc.consolidation.lines import Line
from report_svc.consolidation.proposals import Proposal

READABLE = 60
"""Columns beyond which forms are not proposed to become one: nobody could read it."""
LEAST_SHARE = 0.5
"""Part of the shorter form's columns that another form has too, from which forms without a known object are alike."""
_MOST_ASKERS = 50
"""A title that more forms than this have says nothing about two of them."""


def proposals(desk: Desk) -> list[Proposal]:
    """Everything that can be proposed now; forms of different kind or level only under conditions."""
    found = {}
    for group in _groups(desk):
        for pack in _packs(desk, group):
            for each in (pack, *_alike(pack)):
                proposal = _composed(desk, each)
                if proposal is not None:
                    found[proposal.id] = proposal
    return sorted(found.values(), key=lambda each: (*(-part for part in each.gain), each.id))


def _composed(desk: Desk, lines: Sequence[Line]) -> Proposal | None:
    try:
        return compose(desk, [line.code for line in lines])
    except NothingToConsolidate:
        return None


def _alike(pack: Sequence[Line]) -> Iterator[list[Line]]:
    """Those of one kind and level, where a pack mixes them: they need nobody's new approval for that."""
    parts = defaultdict(list)
    for line in pack:
        parts[(line.kind, line.issuing_level)].append(line)
    if len(parts) > 1:
        yield from (part for part in parts.values() if len(part) > 1)


def _groups(desk: Desk) -> Iterator[list[Line]]:
    """Forms about one object, filed alike: on event or by periods."""
    groups = defaultdict(list)
    strangers = []
    for code, line in desk.lines.items():
        home = desk.home(code)
        if home is None:
            strangers.append(line)
        else:
            groups[(home, line.frequency is Frequency.ON_EVENT)].append(line)
    yield from groups.values()
    yield from _by_columns(strangers)


def _packs(desk: Desk, group: Iterable[Line]) -> Iterator[list[Line]]:
    """A group cut so that each part may become one form: of one approval, and short enough to be read."""
    packs: list[tuple[list[Line], set[str], set[str]]] = []
    for line in sorted(group, key=lambda each: (not each.approved(desk.on), each.code)):
        keys = {key for key, _ in line.keyed()}
        marks = {line.approval_number or ""} if line.approved(desk.on) else set()
        for lines, known, approvals in packs:
            if len(known | keys) <= READABLE and len(approvals | marks) <= 1:
                lines.append(line)
                known.update(keys)
                approvals.update(marks)
                break
        else:
            packs.append(([line], keys, marks))
    yield from (lines for lines, _, _ in packs)


def _by_columns(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Forms whose object nobody knows, joined by what they ask."""
    keys = {line.code: {key for key, _ in line.keyed()} for line in lines}
    askers = defaultdict(list)
    for line in lines:
        for key in keys[line.code]:
            askers[key].append(line.code)
    common: dict[tuple[str, str], int] = defaultdict(int)
    for codes in askers.values():
        if len(codes) <= _MOST_ASKERS:
            for number, one in enumerate(codes):
                for other in codes[number + 1 :]:
                    common[(one, other)] += 1
    parent = {line.code: line.code for line in lines}
    by_code = {line.code: line for line in lines}
    for (one, other), times in common.items():
        alike = (by_code[one].frequency is Frequency.ON_EVENT) == (by_code[other].frequency is Frequency.ON_EVENT)
        if alike and times >= LEAST_SHARE * min(len(keys[one]), len(keys[other])):
            parent[_root(parent, one)] = _root(parent, other)
    groups = defaultdict(list)
    for line in lines:
        groups[_root(parent, line.code)].append(line)
    yield from groups.values()


def _root(parent: dict[str, str], code: str) -> str:
    while parent[code] != code:
        parent[code] = code = parent[parent[code]]
    return code
