"""What a change would move, counted in every service and here; nothing is changed by counting."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import urlencode

from contracts.lineage import ChangeSubject
from countykit.belongings import Belonging, Belongings
from countykit.regions import significant
from fastapi import Request
from servicekit.transaction import Transaction

from gateway.changes import passing, repository
from gateway.changes.errors import ChangeNotUndoable
from gateway.changes.lines import Line
from gateway.changes.models import DirectoryChange
from gateway.changes.schemas import EffectCount, EffectsView
from gateway.changes.service import fresh_codes, lines_kept
from gateway.edge.fan_out import Missing, OnBehalf, answers

_SECONDS = 10.0
MOST = 100
"""Codes in one question; a change of more asks several times."""


async def effects_of(request: Request, tx: Transaction, change: DirectoryChange) -> EffectsView:
    """What waits in and belongs to what passes to another code; a service that does not answer is named."""
    lines = [line for line in lines_kept(change) if not line.stays]
    codes = _tops({line.predecessor for line in lines if line.takes_over or line.successor is None}, change.subject)
    found = await _counted(request, change.subject, codes) if codes else {}
    passed, without = await passing.counted(tx, change.subject, lines_kept(change), change.effective_on)
    homes = await repository.homed(tx, {line.predecessor for line in lines if line.takes_over})
    return EffectsView(
        open_work=[
            EffectCount(part=part, kind=each.kind, title=each.title, count=each.count)
            for part, answer in found.items() if answer is not None for each in answer.open_work
        ],
        records=[
            EffectCount(part=part, kind=each.kind, title=each.title, count=each.count)
            for part, answer in found.items() if answer is not None for each in answer.kinds
        ],
        posts=passed, posts_without_successor=without,
        departments=len(homes) if change.subject is ChangeSubject.REGION else 0,
        villages=_villages(lines) if change.subject is ChangeSubject.REGION else 0,
        missing=[Missing(service=part) for part, answer in found.items() if answer is None],
    )  # fmt: skip


async def new_records(request: Request, change: DirectoryChange) -> int:
    """How many records were made under the codes that a change brought; a service that is silent forbids to undo."""
    codes = _tops(set(fresh_codes(change)), change.subject)
    found = await _counted(request, change.subject, codes, change.effective_at) if codes else {}
    if None in found.values():
        raise ChangeNotUndoable
    return sum(answer.records for answer in found.values() if answer is not None)


async def _counted(
    request: Request, subject: ChangeSubject, codes: Sequence[str], since: datetime | None = None
) -> dict[str, Belongings | None]:
    state = request.app.state
    name = "region" if subject is ChangeSubject.REGION else "department"
    counted: list[dict[str, Belongings | None]] = []
    for start in range(0, len(codes), MOST):
        query: list[tuple[str, str]] = [(name, code) for code in codes[start : start + MOST]]
        if since is not None:
            query.append(("since", since.isoformat()))
        path = f"/v1/todos/belongings?{urlencode(query)}"
        counted.append(await answers(state.proxy, state.table, OnBehalf.of(request), path, Belongings, _SECONDS))
    return {part: together([each[part] for each in counted]) for part in state.table}


def together(counted: Sequence[Belongings | None]) -> Belongings | None:
    """What a service counted in several answers; nothing where one of them is missing."""
    whole = [each for each in counted if each is not None]
    if len(whole) < len(counted):
        return None
    return Belongings(
        open_work=_sum(each.open_work for each in whole), records=sum(each.records for each in whole),
        kinds=_sum(each.kinds for each in whole),
    )  # fmt: skip


def _sum(lists: Iterable[Sequence[Belonging]]) -> list[Belonging]:
    found: dict[str, Belonging] = {}
    for each in (each for counts in lists for each in counts):
        before = found[each.kind].count if each.kind in found else 0
        found[each.kind] = Belonging(kind=each.kind, title=each.title, count=before + each.count)
    return list(found.values())


def _tops(codes: set[str], subject: ChangeSubject) -> list[str]:
    """The codes that do not lie below another one of them."""
    if subject is ChangeSubject.DEPARTMENT:
        return sorted(codes)
    tops: list[str] = []
    for code in sorted(codes):
        if not any(code.startswith(significant(top)) for top in tops):
            tops.append(code)
    return tops


def _villages(lines: Sequence[Line]) -> int:
    return len({line.predecessor for line in lines if not line.predecessor.endswith("000")})
