"""What a brief says, from facts alone: every figure with the days that it sums and where it is looked up."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from countykit.written import chinese_day

from supervision_svc.board.evidence import Blame, Known
from supervision_svc.briefs.sentences import DONE, HELD, HELPED, NOTHING_HELD, SPEECH, Sentence
from supervision_svc.overview.figures import NAMES, parts

FORMAT = "songbang.brief.v1"
EVENTS_EACH = 20
"""So many events are named behind one figure of an extract; how many there are is its value."""
HELD_MOST = 100
"""So many records an extract names; it says how many more there are."""


def speech(values: Mapping[str, int], red: Sequence[str], *, as_of: date) -> list[dict[str, Any]]:
    """The sections of a county's speech. `values` are cumulative figures up to a day, `red` the names on the list."""
    query = f"/api/supervision/v1/overview?as_of={as_of}"
    sections = [
        (heading, [
            _said(sentence, values, lambda _: {"since": None, "until": as_of, "query": query})
            for sentence in sentences if all(values.get(figure) for figure in sentence.needs)
        ])
        for heading, sentences in SPEECH
    ]  # fmt: skip
    if red:
        listed = {"text": f"红榜：{'、'.join(red)}工作成效明显，予以通报表扬。", "figures": []}
        sections[-1][1].append(listed)
    return [{"heading": heading, "lines": lines} for heading, lines in sections if lines]


def extract(
    facts: Iterable[Any], held: Known, *, region: str, as_of: date, start: date
) -> list[dict[str, Any]]:  # fmt: skip
    """The sections of a township's extract: what was done, what is held against it, how the county helped.

    `facts` are what was known on the board's day, and make the figures; `held` is what is known today: a record that
    fell since is not named, and one that is contested is marked.
    """
    within = [fact for fact in facts if start < fact.day <= as_of]

    def where(figure: str) -> dict[str, Any]:
        signs = dict(parts(figure))
        mine = [fact for fact in within if fact.figure in signs]
        return {
            "since": start + timedelta(days=1), "until": as_of,
            "query": f"/api/supervision/v1/board/{region}/explanation?as_of={as_of}&window={(as_of - start).days}",
            "events": [{"id": fact.event_id, "subject": fact.subject} for fact in mine[:EVENTS_EACH]],
            "more": max(len(mine) - EVENTS_EACH, 0),
        }  # fmt: skip

    totals = _totals(within)
    done = [_said(each, totals, where) for each in DONE if all(totals.get(figure) for figure in each.needs)]
    helped = [_said(each, totals, where) for each in HELPED if all(totals.get(figure) for figure in each.needs)]
    sections = [("做了什么", done), ("存在什么", _held(held, as_of, start)), ("县级帮助", helped)]
    return [{"heading": heading, "lines": lines} for heading, lines in sections if lines]


def _totals(facts: Iterable[Any]) -> dict[str, int]:
    sums = dict[str, int]()
    for fact in facts:
        sums[fact.figure] = sums.get(fact.figure, 0) + fact.delta
    wanted = {figure for sentence in (*DONE, *HELPED) for figure in sentence.figures}
    return {figure: sum(sign * sums.get(part, 0) for part, sign in parts(figure)) for figure in wanted}


def figures_of(sentences: Iterable[Sentence]) -> set[str]:
    """The figures that facts are read for."""
    return {part for sentence in sentences for figure in sentence.figures for part, _ in parts(figure)}


def _said(sentence: Sentence, values: Mapping[str, int], where: Any) -> dict[str, Any]:
    used = [figure for figure in sentence.figures if f"{{{figure}}}" in sentence.text]
    return {
        "text": sentence.text.format_map({figure: values.get(figure, 0) for figure in used}),
        "figures": [
            {"figure": figure, "name": NAMES[figure], "value": values.get(figure, 0), **where(figure)}
            for figure in used
        ],
    }  # fmt: skip


def _held(held: Known, as_of: date, start: date) -> list[dict[str, Any]]:
    """The records that are held against a township and stand, each named; those that wait for a review say so."""
    lines = [
        _record(figure, name, fact, held)
        for figure, name in HELD.items() for fact in held.blamed(Blame((figure,), (), start)) if fact.day <= as_of
    ]  # fmt: skip
    if not lines:
        return [{"text": NOTHING_HELD.format(day=chinese_day(as_of)), "figures": []}]
    rest = len(lines) - HELD_MOST
    return [*lines[:HELD_MOST], *([{"text": f"另有{rest}项，见系统记录。", "figures": []}] if rest > 0 else [])]


def _record(figure: str, name: str, fact: Any, held: Known) -> dict[str, Any]:
    waiting = held.objection_to(fact) is not None and not held.upheld(fact)
    title = f"“{fact.label}”" if fact.label else ""
    return {
        "text": f"{name}：{title}（{chinese_day(fact.day)}）{'，复核中' if waiting else ''}。",
        "figures": [{
            "figure": figure, "name": name, "value": 1, "since": fact.day, "until": fact.day,
            "query": None, "events": [{"id": fact.event_id, "subject": fact.subject}], "more": 0,
        }],
    }  # fmt: skip
