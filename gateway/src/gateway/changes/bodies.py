"""The lines of a change of bodies (机构改革): merged, split, renamed, recoded, or abolished."""

from collections.abc import Mapping, Sequence
from datetime import date

from contracts.lineage import ChangeKind, ChangeSubject
from countykit.regions import county_of

from gateway.changes.errors import ChangeShapeInvalid, CodeTaken, SuccessorElsewhere
from gateway.changes.lines import Line, heads, is_new
from gateway.changes.schemas import ChangeDraft
from gateway.directory.departments.models import Department


def department_lines(draft: ChangeDraft, known: Mapping[str, Department], day: date) -> Sequence[Line]:
    """All lines of a change of bodies; raises what is wrong with it."""
    if draft.villages:
        raise ChangeShapeInvalid
    lines = heads(ChangeSubject.DEPARTMENT, draft.kind, draft.parts, known, day)
    for line in lines:
        if line.successor is None or line.stays:
            continue
        if is_new(line, known):
            continue
        if draft.kind not in (ChangeKind.MERGE, ChangeKind.ABOLITION):
            raise CodeTaken(successor=line.successor)
        if county_of(known[line.successor].region) != county_of(known[line.predecessor].region):
            raise SuccessorElsewhere(predecessor=line.predecessor, successor=line.successor)
    if len({county_of(known[line.predecessor].region) for line in lines}) > 1:
        raise SuccessorElsewhere(predecessor=lines[-1].predecessor, successor=lines[-1].successor)
    return lines
