"""What needs a new approval before forms change, and what never becomes one form."""

from collections.abc import Iterable, Sequence
from datetime import date

from contracts.report import Frequency

from report_svc.consolidation.errors import FormsUnmergeable
from report_svc.consolidation.lines import Line
from report_svc.consolidation.proposals import Condition, ConditionCode
from report_svc.forms.kinds import FormKind, IssuingLevel

MOST_COLUMNS = 200


def require_mergeable(members: Sequence[Line], on: date) -> None:
    """Raise FormsUnmergeable for forms that no approval makes one."""
    if len({line.frequency is Frequency.ON_EVENT for line in members}) > 1:
        raise FormsUnmergeable(why="on_event", forms=[line.code for line in members])
    if len({line.approval_number for line in members if line.approved(on)}) > 1:
        raise FormsUnmergeable(why="two_approvals", forms=[line.code for line in members])
    if len({key for line in members for key, _ in line.keyed()}) > MOST_COLUMNS:
        raise FormsUnmergeable(why="too_many_columns", forms=[line.code for line in members])


def conditions(members: Sequence[Line], donors: Iterable[Line], on: date) -> list[Condition]:
    """The approvals that changing these forms needs; the first member is the one that goes on."""
    lead, found = members[0], []
    for line in [*members, *donors]:
        if line.approved(on):
            found.append(_condition(ConditionCode.APPROVED_SURVEY, line, _statistics_office(line)))
        if line.issuing_level is not IssuingLevel.COUNTY:
            found.append(_condition(ConditionCode.OTHER_LEVEL, line, line.issued_by or line.owner))
    strangers = (line for line in members if line.kind is not lead.kind)
    return [*found, *(_condition(ConditionCode.OTHER_KIND, line, line.owner) for line in strangers)]


def _condition(code: ConditionCode, line: Line, approver: str) -> Condition:
    return Condition(code=code, form=line.code, approver=approver)


def _statistics_office(line: Line) -> str:
    """Who approves a survey: the statistics office of its level, but never its own (统计法(2024)第15条)."""
    own = line.kind is FormKind.SURVEY and "统计局" in (line.issued_by or line.owner)
    return "省级人民政府统计机构" if own else "县级人民政府统计机构"
