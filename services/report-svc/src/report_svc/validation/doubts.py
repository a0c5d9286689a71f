"""What contradicts a rule of the form or of the dictionary: a doubt, which a word of explanation settles."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Literal

from contracts.titles import TitledEnum, named
from pydantic import Field
from servicekit.bodies import View

from report_svc.elements.models import Element, RelationLevel
from report_svc.elements.relations import Relation, Term, relation
from report_svc.elements.values import fault
from report_svc.forms.cells import is_empty
from report_svc.forms.fields import FormField, Value, with_figures
from report_svc.forms.rules import FormRule, RuleKind
from report_svc.validation.rows import bounds_in_words, choices_in_words, odd_cells, shown


class DoubtCode(TitledEnum, name="value_doubt", title_zh="数据疑问"):
    """What is odd about a value."""

    SUM_DIFFERS = "sum_differs", "合计不等"
    EXCEEDS = "exceeds", "大于对照栏目"
    CHANGED_MUCH = "changed_much", "与往期相差较大"
    NEEDED_HERE = "needed_here", "满足条件而未填"
    NOT_TOGETHER = "not_together", "应同时填写"
    BOTH_GIVEN = "both_given", "不应同时填写"
    OUT_OF_BOUNDS = "out_of_bounds", "超出数据元上下限"
    TOO_FINE = "too_fine", "小数位数过多"
    NOT_A_CHOICE = "not_a_choice", "不在可选值之内"
    RELATION_BROKEN = "relation_broken", "与数据元关系不符"


Basis = Annotated[Literal["form", "dictionary"], named(form="报表自带校验", dictionary="数据元字典")]


class Doubt(View):
    """One contradiction, and what the village says to it."""

    code: DoubtCode = Field(title="疑问")
    columns: list[str] = Field(title="栏目")
    detail: str = Field(title="说明", description="in Chinese, with the values")
    basis: Basis = Field(title="依据")
    answer_needed: bool = Field(title="须说明", description="false: only a hint, or nothing that the village has said")
    answer: str | None = Field(None, title="村级说明", description="why the values stand all the same")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the form, and the data element that it stands for now."""

    field: FormField
    element: Element | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the village said before: by column, newest period first; and by element, from whatever form or source."""

    filings: Sequence[Mapping[str, Value]] = ()
    known: Mapping[str, Value] = field(default_factory=dict)

    def of(self, name: str, element: Element | None, periods: int = 1) -> list[Decimal]:
        """The numbers of the earlier periods; what the register knew before where there are none."""
        said = [_number(values.get(name)) for values in self.filings[:periods]]
        found = [number for number in said if number is not None]
        if found or element is None:
            return found
        number = _number(self.known.get(element.code))
        return [] if number is None else [number]


NOTHING_BEFORE = Earlier()
_BOUNDS = {each.value: each for each in (DoubtCode.OUT_OF_BOUNDS, DoubtCode.TOO_FINE, DoubtCode.NOT_A_CHOICE)}


@dataclass(frozen=True, slots=True)
class Judged:
    """One filled form as it is judged. `refused` are columns that the village need not fill."""

    columns: Mapping[str, Column]
    values: Mapping[str, Value]
    """With what the rows of its tables come to."""
    before: Earlier
    refused: frozenset[str]

    def number(self, name: str) -> Decimal | None:
        """A cell as a number, if it is one."""
        return _number(self.values.get(name))

    def empty(self, name: str) -> bool:
        """Whether nothing stands in a cell."""
        return is_empty(self.values.get(name))


def doubts_of(
    columns: Sequence[Column], rules: Sequence[FormRule], values: Mapping[str, Value], *,
    before: Earlier = NOTHING_BEFORE, refused: frozenset[str] = frozenset(),
) -> list[Doubt]:  # fmt: skip
    """Everything that contradicts; cells that are empty contradict nothing but the rules that they be filled."""
    fields = [column.field for column in columns]
    judged = Judged(
        {column.field.name: column for column in columns}, with_figures(fields, values), before, refused
    )  # fmt: skip
    tables = {figure: field.name for field in fields for figure in field.figures}
    found = [
        *(doubt for rule in rules for doubt in _of_rule(judged, rule)),
        *(doubt for column in columns for doubt in _of_element(judged, column)), *_of_relations(judged),
        *(
            _doubt(DoubtCode(code), [field.name], detail, "form")
            for field in fields for code, detail in odd_cells(field, values.get(field.name))
        ),
    ]  # fmt: skip
    seen: dict[tuple[DoubtCode, tuple[str, ...]], Doubt] = {}
    for doubt in found:
        # What the rows of a table come to is answered for at the table, in one sentence for all of them.
        names = tuple(dict.fromkeys(tables.get(name, name) for name in doubt.columns))
        first = seen.setdefault((doubt.code, names), doubt.model_copy(update={"columns": list(names)}))
        if doubt.detail not in first.detail and not set(names).isdisjoint(tables.values()):
            seen[doubt.code, names] = first.model_copy(update={"detail": f"{first.detail}；{doubt.detail}"})
    return list(seen.values())


def _of_rule(judged: Judged, rule: FormRule) -> Iterator[Doubt]:
    names = _quoted(rule.columns)
    match rule.kind:
        case RuleKind.SUM | RuleKind.AT_MOST:
            yield from _of_sum(judged, rule)
        case RuleKind.CHANGE:
            for name in rule.columns:
                element = judged.columns[name].element if name in judged.columns else None
                yield from _of_change(judged, name, element, rule.factor or 0, rule.periods, "form")
        case RuleKind.REQUIRED_IF if rule.than is not None and _decides(judged, rule):
            said = f"为“{rule.equals}”" if rule.equals is not None else "已填写"
            for name in rule.columns:
                if judged.empty(name) and name not in judged.refused:
                    detail = f"“{rule.than}”{said}，应填写“{name}”"
                    yield _doubt(DoubtCode.NEEDED_HERE, [name, rule.than], detail, "form")
        case RuleKind.TOGETHER:
            left = [name for name in rule.columns if name not in judged.refused]
            if len({judged.empty(name) for name in left}) > 1:
                yield _doubt(DoubtCode.NOT_TOGETHER, rule.columns, f"{names}应同时填写或同时不填", "form")
        case RuleKind.EXCLUSIVE:
            given = [name for name in rule.columns if not judged.empty(name)]
            if len(given) > 1:
                yield _doubt(DoubtCode.BOTH_GIVEN, given, f"{_quoted(given)}不应同时填写", "form")


def _of_sum(judged: Judged, rule: FormRule) -> Iterator[Doubt]:
    numbers, whole = [judged.number(name) for name in rule.columns], judged.number(rule.than or "")
    if whole is None or any(number is None for number in numbers):
        return
    amount = sum((number for number in numbers if number is not None), Decimal(0))
    together = f"{_quoted(rule.columns)}{'之和' if len(numbers) > 1 else ''}为{shown(amount)}"
    if rule.kind is RuleKind.SUM and amount != whole:
        detail = f"{together}，与“{rule.than}”{shown(whole)}不等"
        yield _doubt(DoubtCode.SUM_DIFFERS, rule.names, detail, "form")
    if rule.kind is RuleKind.AT_MOST and amount > whole:
        yield _doubt(DoubtCode.EXCEEDS, rule.names, f"{together}，大于“{rule.than}”{shown(whole)}", "form")


def _of_change(
    judged: Judged, name: str, element: Element | None, factor: float, periods: int, basis: Basis
) -> Iterator[Doubt]:
    now, earlier = judged.number(name), judged.before.of(name, element, periods)
    # From nothing, or below zero, there is no "so many times as much".
    if now is None or not earlier or min(earlier) <= 0:
        return
    low, high, times = min(earlier), max(earlier), Decimal(str(factor))
    if now > high * times or now * times < low:
        past = f"上期为{shown(low)}" if len(earlier) == 1 else f"近{len(earlier)}期为{shown(low)}至{shown(high)}"
        detail = f"“{name}”本期为{shown(now)}，{past}，变动超过{shown(times)}倍"
        yield _doubt(DoubtCode.CHANGED_MUCH, [name], detail, basis)


def _of_element(judged: Judged, column: Column) -> Iterator[Doubt]:
    element, name = column.element, column.field.name
    value = judged.values.get(name)
    if element is None or value is None or isinstance(value, list) or is_empty(value):
        return
    code = _BOUNDS.get(fault(element, value) or "")
    if code is not None:
        yield _doubt(code, [name], f"“{name}”填写{shown(value)}，{_domain(code, element)}", "dictionary")
    if element.greatest_change is not None:
        yield from _of_change(judged, name, element, element.greatest_change, 1, "dictionary")


def _of_relations(judged: Judged) -> Iterator[Doubt]:
    by_element: dict[str, Column] = {}
    for column in judged.columns.values():
        if column.element is not None:
            by_element.setdefault(column.element.code, column)

    def value(term: Term) -> Decimal | None:
        column = by_element.get(term.code)
        if column is None:
            return None
        name = column.field.name
        return next(iter(judged.before.of(name, column.element)), None) if term.before else judged.number(name)

    seen: set[str] = set()
    for column in by_element.values():
        for each in column.element.relations if column.element else ():
            rule = relation(each["rule"])
            if each["rule"] not in seen and rule.broken(value):
                seen.add(each["rule"])
                names = [one.field.name for code, one in by_element.items() if code in rule.codes]
                certain = each["level"] == RelationLevel.CHECK
                detail = f"按数据元字典应有：{_in_words(rule, by_element)}"
                yield _doubt(DoubtCode.RELATION_BROKEN, names, detail, "dictionary", certain=certain)


def _in_words(rule: Relation, columns: Mapping[str, Column]) -> str:
    def side(terms: Sequence[Term]) -> str:
        parts = [
            f"{'－' if term.sign < 0 else '＋'}{'上期' if term.before else ''}“{columns[term.code].field.name}”"
            for term in terms
        ]
        return "".join(parts).removeprefix("＋")

    return f"{side(rule.left)}{'不大于' if rule.operator == '<=' else '等于'}{side(rule.right)}"


def _domain(code: DoubtCode, element: Element) -> str:
    match code:
        case DoubtCode.NOT_A_CHOICE:
            return choices_in_words(element.choices)
        case DoubtCode.TOO_FINE:
            return f"最多{element.decimals}位小数"
    return bounds_in_words(element.minimum, element.maximum)


def _decides(judged: Judged, rule: FormRule) -> bool:
    value = judged.values.get(rule.than or "")
    if is_empty(value):
        return False
    # As people write it: 是 and 否, numbers without zeros behind them.
    return rule.equals is None or rule.equals == (value.strip() if isinstance(value, str) else shown(_exact(value)))


def _doubt(code: DoubtCode, columns: Sequence[str], detail: str, basis: Basis, *, certain: bool = True) -> Doubt:
    return Doubt(code=code, columns=list(columns), detail=detail, basis=basis, answer_needed=certain)


def _quoted(names: Sequence[str]) -> str:
    return "".join(f"“{name}”" for name in names[:10]) + (f"等{len(names)}栏" if len(names) > 10 else "")


def _number(value: Value) -> Decimal | None:
    return None if value is None or isinstance(value, bool | str | list) else Decimal(str(value))


def _exact(value: Value) -> Value | Decimal:
    number = _number(value)
    return value if number is None else number
