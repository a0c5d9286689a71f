"""How doubts are put to a village: once, about what it typed itself, settled by a correction or a word."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from servicekit.problems import FieldError

from report_svc.forms.fields import FormField, Value
from report_svc.forms.rules import FormRule
from report_svc.validation.doubts import NOTHING_BEFORE, Column, Doubt, Earlier, doubts_of
from report_svc.validation.errors import ValuesDoubted

FAULTS = {
    "unknown_field": "报表没有该栏目",
    "wrong_type": "填写的内容类型不符",
    "not_whole": "应为整数",
    "negative": "不得为负数",
    "out_of_domain": "超出允许范围",
    "too_long": "内容过长",
    "too_many_rows": "行数超过报表规定",
    "row_empty": "空行，请填写或删除",
}
"""What can be no value of a column at all, for people."""


@dataclass(frozen=True, slots=True)
class Checks:
    """Everything that the values of a form are checked with, for some villages and one period."""

    columns: Sequence[Column]
    rules: Sequence[FormRule]
    before: Mapping[str, Earlier]

    def doubts(
        self, village: str, values: Mapping[str, Value], *, refused: Iterable[str] = (), said: frozenset[str]
    ) -> list[Doubt]:
        """What contradicts; only about what the village said itself does it owe an answer."""
        before = self.before.get(village, NOTHING_BEFORE)
        found = doubts_of(self.columns, self.rules, values, before=before, refused=frozenset(refused))
        return [
            doubt.model_copy(update={"answer_needed": doubt.answer_needed and not said.isdisjoint(doubt.columns)})
            for doubt in found
        ]


def faults(fields: Iterable[FormField], values: Mapping[str, Value]) -> list[FieldError]:
    """What can be no value of its column: nothing true is refused by it."""
    known = {field.name: field for field in fields}
    found: list[FieldError] = []
    for name, value in values.items():
        wrong = known[name].faults(value) if name in known else [((), "unknown_field")]
        found += [
            FieldError(pointer=pointer_to("values", name, *place), code=code, detail=FAULTS[code])
            for place, code in wrong
        ]
    return found


def settled(
    doubts: Iterable[Doubt], said: frozenset[str], explanations: Mapping[str, str], kept: Iterable[Doubt] = ()
) -> list[Doubt]:
    """The doubts with their answers; raises ValuesDoubted, cell by cell, for what is neither mended nor explained."""
    found = answered(doubts, said, explanations, kept)
    open_cells = errors_of(found, said)
    if open_cells:
        raise ValuesDoubted(errors=[error.model_dump() for error in open_cells])
    return found


def answered(
    doubts: Iterable[Doubt], said: frozenset[str], explanations: Mapping[str, str], kept: Iterable[Doubt] = ()
) -> list[Doubt]:
    """The doubts with what the village says to them by column.

    `kept` are doubts of before: an answer goes on while nothing of what it was given for changes.
    """
    before = {(doubt.code, *doubt.columns): doubt.answer for doubt in kept if said.isdisjoint(doubt.columns)}
    found = []
    for doubt in doubts:
        own = [explanations[name] for name in doubt.columns if name in explanations]
        answer = own[0] if own else before.get((doubt.code, *doubt.columns))
        found.append(doubt.model_copy(update={"answer": answer}))
    return found


def errors_of(doubts: Iterable[Doubt], said: frozenset[str]) -> list[FieldError]:
    """The cells that owe an answer."""
    return [
        FieldError(pointer=pointer_to("values", name), code=doubt.code.value, detail=doubt.detail)
        for doubt in doubts if doubt.answer_needed and doubt.answer is None
        for name in doubt.columns if name in said
    ]  # fmt: skip


def pointer_to(part: str, *names: str) -> str:
    """The JSON pointer (RFC 6901) of a cell; one in a table is named by table, row from 0, and column."""
    return "/".join((f"/body/{part}", *(name.replace("~", "~0").replace("/", "~1") for name in names)))
