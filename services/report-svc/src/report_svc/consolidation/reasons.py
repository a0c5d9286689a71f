"""Why forms are proposed to be consolidated, in words for people."""

from collections import Counter
from collections.abc import Sequence

from report_svc.consolidation.desk import Desk
from report_svc.consolidation.frequency import base_of
from report_svc.consolidation.lines import Line
from report_svc.consolidation.proposals import DroppedColumn, Needless, Reason, ReasonCode
from report_svc.forms.frequencies import PER_YEAR

_NAMED = 5


def reasons(desk: Desk, members: Sequence[Line], result: Line, dropped: Sequence[DroppedColumn]) -> list[Reason]:
    """Everything that speaks for it."""
    found = []
    if len(members) > 1:
        found += _of_many(desk, members)
    before = max((line.frequency for line in base_of(members)), key=lambda each: PER_YEAR.get(each, 0))
    if PER_YEAR.get(result.frequency, 0) < PER_YEAR.get(before, 0):
        text = f"由{before.title_zh}改为{result.frequency.title_zh}，与来源数据的更新周期相当"
        found.append(Reason(code=ReasonCode.FREQUENCY, text=text))
    gone = [each for each in dropped if each.why is not Needless.REPEATED]
    if gone:
        text = f"{len(gone)}个栏目不必再填：{_some([each.column for each in gone])}"
        found.append(Reason(code=ReasonCode.NEEDLESS_COLUMNS, text=text))
    if any(line.in_season for line in members) or result.seasons:
        found.append(Reason(code=ReasonCode.SEASON_KEPT, text=ReasonCode.SEASON_KEPT.title_zh))
    return found


def _of_many(desk: Desk, members: Sequence[Line]) -> list[Reason]:
    found = []
    times = Counter(key for line in members for key in {key for key, _ in line.keyed()})
    names = {key: column.name for line in members for key, column in line.keyed() if times[key] > 1}
    if names:
        text = f"{len(names)}个栏目在多张报表中重复：{_some(list(names.values()))}"
        found.append(Reason(code=ReasonCode.SAME_COLUMNS, text=text))
    common = frozenset.intersection(*(desk.homes[line.code] for line in members))
    if common:
        found.append(Reason(code=ReasonCode.SAME_OBJECT, text=f"填报对象同为{'、'.join(sorted(common))}"))
    if len({(line.kind, line.issuing_level) for line in members}) == 1:
        lead = members[0]
        text = f"同为{lead.issuing_level.title_zh}{lead.kind.title_zh}"
        found.append(Reason(code=ReasonCode.SAME_LEVEL, text=text))
    return found


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:_NAMED]) + ("等" if len(names) > _NAMED else "")
