"""Which columns need not be asked in a form any more, and where the answer comes from instead."""

from collections.abc import Collection, Iterable

from report_svc.consolidation.desk import Desk
from report_svc.consolidation.lines import Line, LineColumn
from report_svc.consolidation.proposals import DroppedColumn, Needless
from report_svc.consolidation.subjects import is_trace, object_of


def needless(desk: Desk, line: Line, column: LineColumn, members: Collection[str]) -> DroppedColumn | None:
    """Why the column can go when these forms become one; None when it has to stay."""
    why, where = _why(desk, line, column, members)
    if why is None:
        return None
    return DroppedColumn(form=line.code, column=column.name, element=column.element, why=why, collected_in=where)


def _why(desk: Desk, line: Line, column: LineColumn, members: Collection[str]) -> tuple[Needless | None, str | None]:
    if column.system_known:
        return Needless.SYSTEM_KNOWS, None
    keeper = desk.keepers.get(column.key(line.code))
    if keeper is not None and keeper not in members:
        return Needless.COLLECTED_ELSEWHERE, keeper
    subject = desk.subjects.get(column.element)
    if subject is None or subject.typed:
        return None, None
    if is_trace(column.element):
        return Needless.TRACE, subject.source
    strange = object_of(column.element) not in desk.about[line.code]
    if subject.sensitive and strange and not _keeps(line.owners, subject.source):
        return Needless.HELD_ELSEWHERE, subject.source
    return None, None


def _keeps(owners: Iterable[str], source: str) -> bool:
    """Whether one of the bodies keeps the source; 县民政局 and 民政局 are one."""
    return any(owner.lstrip("县市区省") in source for owner in owners)
