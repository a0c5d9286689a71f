"""Judges the title of a form's column: which data element it is, and whether two columns ask for the same.

A title alone says little: 户数 means one thing in a form of the police and another in one of poverty relief. So the
form's title and unit count, and a generic title (数量、备注) without a form that explains it is never matched.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from pydantic import BaseModel, Field

from wording import forms, tables
from wording.answers import Candidate, Judgement, Verdict
from wording.folding import fold

SURE, POSSIBLE = 0.6, 0.4
"""From `SURE` an element is named; from `POSSIBLE` a person is asked."""
_WORDS = re.compile(
    r"(?:的|总|人|户|个|件|次|亩|头|只|起|处)?(?:数量|数目|人数|户数|个数|件数|总数|数|情况|合计|小计)$"
)
_COUNTED = re.compile(r"(户|人|面积)数?$")
_UNITS = {"户": "户", "人": "人", "面积": "亩"}
_PERIOD = re.compile(r"本(?:期|月|季度?|周|旬|年度?|学年)|累计|年初至今|当年|上年|年末|期末|全年")
_PERSONAL = re.compile(
    r"姓名|身份证|电话|手机|联系方式|住址|银行卡|账号|签字|签名|填报|日期|序号|编号|备注|单位|村名|负责人$"
)


class ColumnJudgement(Judgement):
    """A judgement of a column's title."""

    elements: list[Candidate] = Field(default=[], max_length=3)


class PairJudgement(BaseModel):
    """Whether two columns ask for the same: `same` can be filled from one another, `broader` only checked."""

    relation: str
    elements: tuple[str | None, str | None]
    why: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a form: its title, the form's title, the unit in which it counts."""

    title: str
    form: str = ""
    unit: str = ""
    siblings: frozenset[str] = frozenset()
    """Elements that the form's other columns ask for, as far as they are sure."""


@cache
def _elements() -> tuple[dict[str, Any], ...]:
    return tables.rows("elements")


@cache
def _generic() -> frozenset[str]:
    return frozenset(tables.rules("columns")["generic"])


@cache
def _qualifiers() -> re.Pattern[str]:
    return re.compile(tables.rules("columns")["qualifiers"])


@dataclass(frozen=True, slots=True)
class _Scope:
    """What the title of a form says about its columns."""

    form: re.Pattern[str]
    elements: frozenset[str]
    defaults: dict[str, str]


@cache
def _scopes() -> tuple[_Scope, ...]:
    return tuple(
        _Scope(re.compile(entry["form"]), frozenset(entry["elements"]), entry.get("defaults", {}))
        for entry in tables.rules("columns")["scope"]
    )


@dataclass(frozen=True, slots=True)
class _Wording:
    """One wording of an element."""

    code: str
    text: str
    stem: str
    unit: str
    qualifiers: frozenset[str]


@cache
def _titles() -> tuple[_Wording, ...]:
    return tuple(
        _Wording(row["code"], fold(name), stem(name), row.get("unit", ""), frozenset(_qualifiers().findall(fold(name))))
        for row in _elements()
        for name in (row["name"], *row["synonyms"])
    )


def is_of_every_form(title: str) -> bool:
    """Whether a title is one that every form has, such as who filled it in: it says nothing of its matter."""
    return fold(title) in tables.rules("columns")["system"]


def is_generic(title: str) -> bool:
    """Whether a title says only that something is counted: it is never matched by itself."""
    core = _core(title)
    return core in _generic() or stem(core) in _generic()


def stem(title: str) -> str:
    """What a title is about, without the counting words at its end."""
    whole = fold(title)
    short = _WORDS.sub("", whole)
    return short if len(short) > 1 else whole


def scored(column: Column) -> list[tuple[str, float]]:
    """The elements that a column may be, the likeliest first."""
    title = _core(column.title)
    if not title or _PERSONAL.search(title):
        return []
    form = fold(column.form)
    scopes = [scope for scope in _scopes() if scope.form.search(form)]
    default = next((scope.defaults[title] for scope in scopes if title in scope.defaults), None)
    if default:
        return [(default, 0.95)]
    inside = frozenset(code for scope in scopes for code in scope.elements)
    near = {} if scopes else forms.subject(form, column.siblings)
    if is_generic(title):
        return _by_form(title, column.unit, near)
    inside = inside or frozenset(near)
    best: dict[str, float] = {}
    for wording in _titles():
        score = _likeness(title, wording) - (0.3 if _other_unit(title, column.unit, wording.unit) else 0.0)
        if wording.code in inside:
            score += 0.15 if score >= POSSIBLE else 0.0
        elif inside and score < 1:
            score -= 0.1
        best[wording.code] = max(best.get(wording.code, 0.0), score)
    return sorted(((code, min(score, 1.0)) for code, score in best.items() if score > 0), key=lambda pair: -pair[1])


def _by_form(title: str, unit: str, near: Mapping[str, float]) -> list[tuple[str, float]]:
    """What a generic title may count, by its form and the unit: a person is asked, it is never sure."""
    found = _COUNTED.search(title)
    counted = fold(unit) or (_UNITS[found.group(1)] if found else "")
    if not counted or not near:
        return []
    codes = forms.likeliest((row["code"] for row in _elements() if row.get("unit") == counted), near)
    return [(code, POSSIBLE + 0.05 * (2 - place)) for place, code in enumerate(codes)]


def _core(title: str) -> str:
    """The folded title without period and 其中, which do not change what is counted."""
    return _PERIOD.sub("", fold(title).removeprefix("其中")) or fold(title)


def _other_unit(title: str, unit: str, own: str) -> bool:
    """Whether a title or its unit counts something else than an element does: households and not people."""
    if unit and own:
        return fold(unit) != own
    counted = _COUNTED.search(title)
    return counted is not None and bool(own) and _UNITS[counted.group(1)] != own


def _likeness(title: str, wording: "_Wording") -> float:
    if title == wording.text:
        return 1.0
    short = stem(title)
    if not set(short) & set(wording.stem):
        return 0.0
    mine = frozenset(_qualifiers().findall(title))
    if mine - wording.qualifiers:
        return 0.0
    less = 0.1 if wording.qualifiers - mine else 0.0
    if short == wording.stem:
        return 0.9 - less
    shorter, longer = sorted((len(short), len(wording.stem)))
    common = SequenceMatcher(None, short, wording.stem, autojunk=False).find_longest_match().size
    if common < 2:
        return 0.0
    return (0.45 + 0.4 * shorter / longer if common == shorter else 0.3 + 0.4 * common / longer) - less


def judge_column(title: str, *, form: str | None = None, unit: str | None = None) -> ColumnJudgement:
    """Judge a column's title; `form` is the title of its form, `unit` what it counts in."""
    found = scored(Column(title[:100], (form or "")[:200], (unit or "")[:20]))
    names = {row["code"]: row for row in _elements()}
    elements = [
        Candidate(code=code, name=names[code]["name"], law=names[code]["source"], probability=round(score, 3))
        for code, score in found[:3]
        if score >= POSSIBLE
    ]
    sure = bool(elements) and elements[0].probability >= SURE
    tie = len(elements) > 1 and elements[1].probability > elements[0].probability - 0.05
    if sure and not tie:
        answer, question = Verdict.FLAG, None
    elif elements and not _PERSONAL.search(fold(title)):
        answer, question = Verdict.UNSURE, "这一栏统计的对象、范围和计量单位是什么？"
    else:
        answer, question = Verdict.PASS, None
    return ColumnJudgement(
        answer=answer, question=question, items=elements, elements=elements, versions=tables.versions()
    )


def _best(column: Column) -> str | None:
    found = scored(column)
    return found[0][0] if found and found[0][1] >= SURE else None


@cache
def _broader() -> frozenset[tuple[str, str]]:
    """Pairs of elements where the first contains the second, from the relations of the dictionary."""
    contained: set[tuple[str, str]] = set()
    for row in _elements():
        for rule in (entry["rule"] for entry in row.get("rules", ()) if entry["level"] == "check"):
            contained.update(_contains(rule))
    return frozenset(contained)


def _contains(rule: str) -> Iterable[tuple[str, str]]:
    if re.fullmatch(r"E\d+<=E\d+", rule):
        part, whole = rule.split("<=")
        yield whole, part
    elif re.fullmatch(r"E\d+(?:\+E\d+)+=E\d+", rule):
        parts, whole = rule.split("=")
        yield from ((whole, part) for part in parts.split("+"))


def compare_columns(first: Column, second: Column) -> PairJudgement:
    """Whether two columns ask for the same; only `same` may be filled in from one another."""
    codes = (_best(first), _best(second))
    periods = tuple(map(_period, (first.title, second.title)))
    if codes[0] is None or codes[1] is None:
        system = tables.rules("columns")["system"]
        kinds = [system.get(fold(column.title)) for column in (first, second)]
        equal = kinds[0] is not None and kinds[0] == kinds[1]
        return PairJudgement(
            relation="same" if equal else "different",
            elements=codes,
            why="同为系统带出的栏目" if equal else "有一栏认不出数据元，不能带出",
        )
    if codes[0] != codes[1]:
        broader = (codes[0], codes[1]) in _broader() or (codes[1], codes[0]) in _broader()
        return PairJudgement(
            relation="broader" if broader else "different",
            elements=codes,
            why="一方口径包含另一方，只能校验大小" if broader else "不是同一数据元",
        )
    if periods[0] != periods[1]:
        return PairJudgement(relation="broader", elements=codes, why="同一数据元，期间不同，不能带出")
    if _narrower(first, codes[0]) != _narrower(second, codes[1]):
        return PairJudgement(relation="different", elements=codes, why="同一数据元，对象范围不同，不能带出")
    return PairJudgement(relation="same", elements=codes, why="同一数据元、同一口径")


def _period(title: str) -> str:
    """The period that a title names; what is counted at its end has none."""
    found = _PERIOD.search(fold(title))
    return "" if found is None or found.group() in {"年末", "期末"} else found.group()


def _narrower(column: Column, code: str) -> str:
    """The group of people that a form limits all of its columns to, unless the element is about that group."""
    found = re.search(tables.rules("columns")["limits"], fold(column.form))
    name = next(row["name"] for row in _elements() if row["code"] == code)
    return found.group() if found and found.group()[:2] not in name else ""
