"""What a digest says: counts, the rungs of the ladder of reminders, a link. Nothing of any letter or record."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from countykit.calendar import WorkCalendar
from countykit.reminders import RUNGS
from countykit.todo_list import KindCount, TodoView


@dataclass(frozen=True, slots=True)
class Digest:
    """The figures of one person's day."""

    day: date
    total: int
    overdue: int
    kinds: Sequence[KindCount]
    rungs: dict[int, int]
    """How many deadlines have reached each rung since the digest before."""

    @property
    def subject(self) -> str:
        """The line that an inbox shows."""
        late = f"，其中逾期{self.overdue}件" if self.overdue else ""
        return f"【松绑】今日待办{self.total}件{late}"

    def text(self, link: str) -> str:
        """The whole message."""
        lines = [f"截至{self.day.month}月{self.day.day}日，您有待办{self.total}件。", ""]
        lines += [
            f"· {kind.title}：{kind.count}件" + (f"（逾期{kind.overdue}件）" if kind.overdue else "")
            for kind in self.kinds
        ]
        if self.rungs:
            lines += ["", "限期提醒："]
            lines += [f"· {_rung(rung)}：{count}件" for rung, count in sorted(self.rungs.items(), reverse=True)]
        closing = "本消息每个工作日至多一条，不含文书内容；如不再需要，可在“待办”页面关闭。"
        return "\n".join([*lines, "", f"办理：{link}", "", closing, ""])

    def document(self, link: str) -> dict[str, Any]:
        """The same as data, for the county's message system."""
        return {
            "day": self.day.isoformat(), "total": self.total, "overdue": self.overdue,
            "kinds": [kind.model_dump() for kind in self.kinds],
            "reminders": [{"workdays": rung, "count": count} for rung, count in sorted(self.rungs.items())],
            "link": link, "title": self.subject, "text": self.text(link),
        }  # fmt: skip


def _rung(workdays: int) -> str:
    if workdays == 0:
        return "今日到期"
    return f"还有{-workdays}个工作日到期" if workdays < 0 else f"已逾期{workdays}个工作日"


def rungs_reached(todos: Iterable[TodoView], calendar: WorkCalendar, since: date, day: date) -> dict[int, int]:
    """How many deadlines reached which rung after `since` and up to `day`: the last one each, if several did.

    Nothing is late by a provisional day, so its rungs end with the day itself.
    """
    reached: Counter[int] = Counter()
    for todo in todos:
        if todo.due is None or not todo.reminded:
            continue
        left = calendar.between(day, todo.due)
        passed = [
            -rung for rung in RUNGS
            if left <= rung < calendar.between(since, todo.due) and not (todo.provisional and rung < 0)
        ]  # fmt: skip
        if passed:
            reached[passed[-1]] += 1
    return dict(reached)
